/** Instructions of cortex-m3. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const CORTEX_M3: InstructionData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_average_pool_row chunk 136.2 21.51 23.26 41.17 35.46 0 7.292e-10
bw_average_pool_row chunkTap 47.96 8.58 8.01 1.243 4.355 2.033
bw_average_pool_row in/2 10.1 1.272 0.0037 1.251 1.374 0.0002974 1.615e-11
bw_average_pool_row in/4 10.05 1.249 0.002705 1.242 1.162 0 1.05e-11
bw_average_pool_row in/8 8.07 1.26 0.002606 1.249 1.357 0 9.025e-12
bw_average_pool_row inOdd/2 9.023 2.121 0.04384 1.95 0 0.04089
bw_average_pool_row inOdd/4 2.299 1.837 0.001871 1.813 0 0.0006126
bw_average_pool_row out/2 40.52 0.9663 0 1.094 0.3804 0.004838 1
bw_average_pool_row out/4 42.28 1.096 0 1.407 1.11 0.004577 1
bw_average_pool_row out/8 26.02 1.161 0.007084 1.196 1.122 0.003002 1
bw_average_pool_row outOdd/4 218.4 0 0 0 23.1 0 1
bw_average_pool_row pixel 105.8 14.33 2.601 5.035 0 0.8873
bw_average_pool_row rest 9.21 1.748 0.03984 1.678 1.937 0.009252
bw_average_pool_row row 108.2 25.18 27.97 10.78
bw_convolution_row any/2 6.398 0.6375 0 0.6265 0.4091 0.03522
bw_convolution_row any/4 5.66 0.3207 0 0.5988 0.4339
bw_convolution_row any/8 6.353 0.9695 0.09219 0.6469 0.5061 0.01366
bw_convolution_row anyOdd/2 2.722 0 0 0 0.3204 0.08198 1.622e-11
bw_convolution_row anyOdd/4 12.98 2.897 0 0 0.8761 0.07158 9.099e-12
bw_convolution_row anyPixel 140.4 33.08 36.54 14.3 9.969 0.2599 1.592e-10 0.03077
bw_convolution_row anyTap 17.82 3.124 3.446 1.037 2.393 0.2813
bw_convolution_row group 137.3 49.28 40.45 19.87 0 1.262 0 5.201
bw_convolution_row one/2 103.2 20.09 4.061 0.7025 2.131 31.97
bw_convolution_row one/3 77.35 14.53 4.457 0.8015 2.416 20 7.002e-13
bw_convolution_row one/4 74.81 13.3 5.134 1.04 3.055 15.99 5.04e-13
bw_convolution_row one/5 46.54 8.21 2.558 0.03418 2.087 8.009 9.251e-13
bw_convolution_row one/8 42.36 5.999 0 0 1.276 16.02 1.139e-12 0.0005011
bw_convolution_row oneBlock/8 134.8 30.53 32.31 2.33 7.236 7.878 4 0.01063
bw_convolution_row oneBlock/narrow 228.3 33.66 32.16 7.351 19.73 7.744 4 0.01241
bw_convolution_row rest/2 77.53 9.736 0.3929 0.2362 8.017 7.993 1.066e-12
bw_convolution_row rest/3 57.11 6 0 0.6608 5.623 4.933 0 0.009011
bw_convolution_row rest/4 42.78 4.395 0 0.1223 4.014 3.99 1.155e-12 0.004076
bw_convolution_row rest/5 34.81 3.282 0 0.1372 3.128 2.994
bw_convolution_row rest/8 19.19 4.463 0.0744 0.09057 1.076 3.004
bw_convolution_row restChannel 74.99 16.26 19.22 2.496 4.927 3.425 1 0.06444
bw_convolution_row row 121.6 0 0 11.66 22.16
bw_convolution_row single 43.49 19.85 21.96 9.414 5.519 0.5916 0 0.1772
bw_convolution_row three/2 210 45.04 18.77 6.998 2.206 95.97 4.569e-11 0.001423
bw_convolution_row three/3 158.5 34.15 12.51 10.42 2.545 60 2.442e-11
bw_convolution_row three/4 151 34.88 12.59 10.13 3.461 48 1.748e-11
bw_convolution_row three/5 117.7 35.87 4.022 12.06 2.17 23.97 1.587e-11
bw_convolution_row three/8 97.67 15.17 0 0 2.063 47.98 1.121e-11
bw_convolution_row threeBlock/8 352.1 72.62 90.57 40.89 25.17 23.94 12
bw_convolution_row threeBlock/narrow 570.2 82.24 93.86 48.57 36.03 24.14 12 0.002327
bw_convolution_row triple 118 25.78 42.53 15.19 3.895 0.1353 0 0.04577
bw_convolution_row whole/2 3.626 0.1879 0 0.4861 0.2212 0 0 0.0008227
bw_convolution_row whole/4 3.315 0.1247 0 0.4826 0.1795 0 0 0.001203
bw_convolution_row whole/8 4.397 1.142 0 0.4528 0.2177 0.003646 0 0.0007122
bw_convolution_row wholeOdd/2 16.1 1.533 0.1121 0.9422 1.16 0.006303 6.147e-13 0.0007122
bw_convolution_row wholeOdd/4 5.341 0.3558 0 0.5586 0.2991 0 0 0.001242
bw_convolution_row wholePixel 26.27 7.061 11.87 4.351 0.9383 0.1029 1.15e-10 0.037
bw_convolution_row wholeRun 42.73 5.656 2.86 0.4613 5.544 0.6928 2.323e-12
bw_depthwise_row block 135.6 39.22 21.3 21.33 7.509 1.296 0.001745 0.008802
bw_depthwise_row edge/8 156.3 27.96 40.28 0 19.28 0 3.999
bw_depthwise_row edge/narrow 239 34.38 38.55 4.783 24.77 7.867 3.999
bw_depthwise_row edgeTap/2 6.061 0.01635 0 0 0.109 1.833 0.00008026
bw_depthwise_row edgeTap/4 9.652 1.576 0.4347 0.2505 0.4472 2.069 0.00001429
bw_depthwise_row edgeTap/8 11.71 2.919 0.6614 0.8401 0.7538 2.828
bw_depthwise_row pixel/8 88.65 21.11 28.44 2.924 7.1 4.582 4 0.001816
bw_depthwise_row pixel/narrow 172.5 26.03 29.56 7.599 11.81 6.001 4
bw_depthwise_row point 12.23 2.223 0 0.9136 0.9238 0.187 0.0001501
bw_depthwise_row row 280.9 57.78 34.3 24.37 26.33 0 0.9929 2.082
bw_depthwise_row single 101 25.19 2.718 11.89 1.528 2.387 0.9879 0.07812
bw_depthwise_row singleTap/2 50.64 8.345 0.04258 0.227 1.662 1.096
bw_depthwise_row singleTap/4 51.41 8.213 0.001461 0.3206 2.268 1.033
bw_depthwise_row singleTap/8 48.97 8.388 0.05972 0.4016 2.004 1.075 0.0008797 0.003814
bw_depthwise_row tap/2 16.92 1.764 0.7199 0.04852 0.8534 3.554
bw_depthwise_row tap/4 18.56 2.738 0.9927 0 0.9003 3.667
bw_depthwise_row tap/8 15.11 3.411 0.8341 0 0.8511 3.406
bw_depthwise_row threeBlock/2 683.8 113.8 27.34 63.23 50.09 11.66 0.006374
bw_depthwise_row threeBlock/3 586.8 93.45 21.69 49.91 43.42 1.43 0.001362
bw_depthwise_row threeBlock/4 598.1 99.43 22.74 55.29 45.49 0 0.00455
bw_depthwise_row threeBlock/5 727.8 121.6 30.11 62.64 53.48 8.025 0.001327
bw_depthwise_row threeBlock/8 718.5 125.3 36.07 71.33 60 12.68 0.003161 0.01131
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 25.24 5.395 11.72 8.329 9.537 0 0.0009158 0.0181
bw_depthwise_row threeNarrow 65.4 0.8455 0.3483 4.054 3.617 0 0.0001975
bw_depthwise_row threePixel/narrow 254.5 47.15 37.87 3.846 15.51 36.54 4
bw_depthwise_row threePixel/8 231.7 52.99 35.77 2.245 14.77 35.35 4
bw_depthwise_row unpack/2 57.67 8.055 1.207 4.143 4.478 1.851
bw_depthwise_row unpack/3 46.13 5.433 0.04112 2.269 3.277 0.3163 0.00002338 0.001915
bw_depthwise_row unpack/4 51.89 7.075 0.7306 3.777 3.918 1.185 0.00004704 0.003658
bw_depthwise_row unpack/5 47.68 6.069 0.3196 3.46 3.343 0.5046
bw_depthwise_row unpack/8 48.97 6.499 0.3186 3.636 3.923 1.122
bw_gru_codes four/2 101.5 20.28 13.67 0.4582 2.673 32 7.43e-9
bw_gru_codes four/3 74.14 14.26 12.21 0.7037 2.748 20 3.492e-9
bw_gru_codes four/4 73.45 13.09 9.427 1.046 3.805 16 3.533e-9
bw_gru_codes four/5 36.14 6.943 4.681 0 2.097 8
bw_gru_codes four/8 38.79 4.471 0 0.009816 1.037 16 1.547e-9
bw_gru_codes fours 187.4 31.12 27.24 11.89 10.76 3.259 2.754
bw_gru_codes hidden/2 264.1 46.57 29.4 16.03 14.6 4.698 3.951
bw_gru_codes hidden/4 278.8 46.82 45.02 18.75 17.46 4.698 3.951
bw_gru_codes hidden/8 268.1 44.37 38.66 16.89 15.25 4.698 3.951
bw_gru_codes in/2 30.44 2.501 8.897 2.001 3.287 0 4.781e-9
bw_gru_codes in/4 22.97 2.192 0 0.9076 0.6861 6.396e-9 3.4e-9
bw_gru_codes in/8 22.23 2.492 0 1.461 1.29 4.225e-8
bw_gru_codes rest/2 140.6 21.02 25.48 7.612 13.02 8.657 0.3443
bw_gru_codes rest/3 70.74 7.798 0.5046 1.834 5.358 5.164 0.08607
bw_gru_codes rest/4 49.55 5.555 1.544 1.184 4.413 4.131 0.06886
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 230.3 21.56 0 58.76 49.7 7.761e-7 4
bw_gru_codes step 144.7 41.5 188.4 0 0 3 2.358e-7
bw_gru_codes unit 135.1 22.43 19.62 8.566 7.76 2.358 1.983
bw_join_codes call 133.5 26.03 44.35 12.63 36.51 0 7.605e-9
bw_join_codes copied/4 4.773 0 0 0.1249 1.035 0 7.194e-10 2.285e-12
bw_join_codes copied/8 1.314 0.4394 0.3085 0.2343 0.7041 0 1.444e-10 5.213e-12
bw_join_codes copiedRun 84.51 10.83 14.88 5.773 9.158 0 0 1
bw_join_codes in/2 25.9 1.714 0.3169 0.9784 0.9016 0 0.6222
bw_join_codes in/4 26.38 1.692 0.2775 0.9794 0.8601 0 0.6222
bw_join_codes in/8 23.86 1.793 0.4171 0.9789 1.134 0 0.6222 8.409e-13
bw_join_codes inOdd/2 52.6 7.794 2.073 3.762 0 0 0.55
bw_join_codes inOdd/4 49.07 17.7 1.976 5.956 6.157 0 0.55
bw_join_codes out/2 14.18 1.185 0.1208 0.5672 0.7272 0 0.1924
bw_join_codes out/4 27.49 1.192 0.3516 0.7979 1.225 0 0.3778 1.097e-12
bw_join_codes out/8 14.37 1.067 0.2285 0.5857 0.6196 0 0.3778
bw_join_codes outOdd/2 907.5 75.82 7.734 36.3 46.54 0 12.31
bw_join_codes outOdd/4 43.21 6.607 1.727 3.15 0 0 0.45
bw_join_codes run 118.1 29.95 42.6 11.49 13.44 0 4.147e-9 2.503e-11
bw_lookup_codes call 50.56 16.12 19 7.679 1.282
bw_lookup_codes chunk 74.55 11.09 24 1.851 9.609
bw_lookup_codes in/2 5.685 0.6803 9.231e-10 0.7169 0.7423
bw_lookup_codes in/4 5.8 0.7062 1.081e-8 0.7295 0.6517
bw_lookup_codes in/8 3.363 0.6712 0 0.712 0.5941
bw_lookup_codes out/2 17.22 0.751 8.405e-8 0.7862 1.429
bw_lookup_codes out/4 18.15 0.7636 8.762e-8 1.042 1.48
bw_lookup_codes out/8 2.909 0.7511 8.637e-8 0.7859 0.6162
bw_lstm_codes four/2 154.9 24.69 11.59 2.926 3.602 31.97
bw_lstm_codes four/3 94.06 15.84 15.92 1.174 2.681 19.98
bw_lstm_codes four/4 80.63 13.27 10.68 0.9878 3.469 15.98
bw_lstm_codes four/5 45.16 7.851 4.383 0 2.226 7.99 9.319e-10
bw_lstm_codes four/8 40.68 4.425 0 0.02989 0.9447 15.99 5.792e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.000003447
bw_lstm_codes hidden/2 469 79.92 70.13 27.48 28.43 7.669 6.07
bw_lstm_codes hidden/4 415.9 72.43 77.92 22.2 29.01 7.483 6.07
bw_lstm_codes hidden/8 403.7 69.94 67.87 21.78 27.55 7.491 6.07
bw_lstm_codes in/2 0 0 0 0 0.4933
bw_lstm_codes in/4 14.91 1.688 0 0.9657 0.4662 0.01467
bw_lstm_codes in/8 12.62 1.654 0 0.9744 0.699 0.01596
bw_lstm_codes rest/2 54.4 7.086 9.956 0.3462 8.183 8.101 2.226e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 44.01 4.784 0 1.129 4.356 4.054 8.63e-8
bw_lstm_codes rest/5 42.59 4.624 3.945 1.018 3.461 3.05 9.658e-8
bw_lstm_codes rest/8 21.34 5.117 0.9816 1.164 1.274 3.066 1.238e-7
bw_lstm_codes sequence 517.3 62.8 68.16 69.09 67.61 0 4
bw_lstm_codes step 188.9 13.18 0 4.159 1.72 2.355
bw_lstm_codes unit 196.8 34.08 33.22 10.65 13.38 3.619 2.93
bw_max_pool_row chunk 0 0 20.82 0 2.307
bw_max_pool_row chunkTap 56.07 8.686 8.049 1.882 7.332 2.027
bw_max_pool_row in/2 9.905 1.095 0.002117 1.088 1.062
bw_max_pool_row in/4 9.657 1.175 0.002183 1.201 1.012 0.000124
bw_max_pool_row in/8 7.221 1.163 0.002269 1.161 1.024
bw_max_pool_row inOdd/2 10.36 1.62 0 1.71
bw_max_pool_row inOdd/4 11.86 1.909 0.03419 1.618 0 0.02104
bw_max_pool_row out/2 10.02 0 0 0 0.7321 0.002529
bw_max_pool_row out/4 13.61 0 0.01183 0 0.9959 0.004756
bw_max_pool_row out/8 0 0 0.01291 0 0 0.004419
bw_max_pool_row outOdd/2 34.14 4.579 0.5965 1.981 1.764
bw_max_pool_row outOdd/4 42.2 6.797 0.1208 5.758 0 0.07486
bw_max_pool_row pixel 73.99 13.89 2.635 9.966 0 0.8982
bw_max_pool_row rest 7.584 1.384 0 1.516 1.587
bw_max_pool_row row 125.8 23.4 29.75 11.89 21.58
bw_multiply_codes call 73.41 27.4 22 19.27 4.053 0 2.649e-9
bw_multiply_codes chunk 134.9 25.05 32 9.178 21.51 0.9014 3.757e-10 0.9014
bw_multiply_codes in/2 10.32 0.81 0 0.3763 0.7617 0 0.2673
bw_multiply_codes in/4 10.33 1.012 5.667e-10 0.4546 0.2083 0 0.2673
bw_multiply_codes in/8 7.671 0.9775 0 0.4382 0.6832 0 0.2673
bw_multiply_codes out/2 21.63 1.559 1.565e-10 0.7099 1.545 0 0.375
bw_multiply_codes out/4 22.24 1.388 0 0.8579 1.843 0 0.375
bw_multiply_codes out/8 7.336 1.312 2.74e-10 0.5799 0.7353 0 0.375
bw_multiply_codes second/2 12.37 1.376 0 0.6341 1.052 0 0.3577
bw_multiply_codes second/4 12.12 1.135 4.13e-10 0.4793 0.5488 0 0.3577
bw_multiply_codes second/8 10.1 1.307 1.408e-10 0.5858 0.8973 0 0.3577
bw_normalize_codes call 780.2 146 38.52 85.6 68.85 1.183e-8 1.095 4.518e-10
bw_normalize_codes in/2 53.75 9.641 0.1887 0.9634 1.992 0.9819 1.954 4.824e-12
bw_normalize_codes in/4 49.75 8.932 0.03156 0.5502 1.097 0.9819 1.965
bw_normalize_codes in/8 47.32 8.541 0 0.3963 1.185 0.9819 1.958 1.933e-12
bw_normalize_codes out/2 50.44 9.1 0.02659 0.6358 1.783 1.018 2.038 6.165e-12
bw_normalize_codes out/4 50.25 9.053 0.02106 0.636 1.838 1.018 2.04
bw_normalize_codes out/8 51.21 9.207 0 0.449 0.8133 1.018 2.026 2.614e-13
bw_normalize_codes span 280.5 19.95 3.234 13.45 16.16 1 1.737 1
bw_pad_row code/2 10.81 0.3877 0.5861 0.2901 0.6343 0.004608 0 0.004608
bw_pad_row code/4 5.635 0.2499 0.2039 0.2955 0.369 0.004421 0 0.004421
bw_pad_row code/8 1.197 0.3321 0.1946 0.3011 0.1028 0.003395 0 0.003395
bw_pad_row codeOdd/2 22.56 2.701 2.73 1.539 1.297 0.02264 0 0.02264
bw_pad_row codeOdd/4 11.35 0.9216 0.2235 0.5931 0.4294
bw_pad_row row 0 0.8483 0 1.849
bw_pad_row run 167.8 25.27 52.34 18.89 25.09 0.4406 0 0.4406
bw_rescale_codes call 82.95 16.42 19 10.44
bw_rescale_codes chunk 58.75 17.36 27 4.306 54.65 0 1.007e-7
bw_rescale_codes in/2 23.19 1.401 1.445e-9 0.8376 0 0 0.5702
bw_rescale_codes in/4 23.79 1.402 0 0.8385 0.01062 0 0.5702
bw_rescale_codes in/8 21.32 1.403 1.351e-9 0.84 0.03899 0 0.5702
bw_rescale_codes out/2 30.62 1.066 1.007e-7 0.6264 0.6611 0 0.4298
bw_rescale_codes out/4 30.87 1.056 9.619e-8 0.8712 0.8084 0 0.4298
bw_rescale_codes out/8 15.56 1.057 9.426e-8 0.6222 0 0 0.4298
bw_resize_row code/2 0.1341 0.0301 0 0.03092 0.009491 9.735e-11 0 9.735e-11
bw_resize_row code/4 0.302 0.1081 0 0.1111 0 8.494e-11 0 8.494e-11
bw_resize_row code/8 0.6599 0.1929 0.001143 0.1927 0.01931 8.302e-11 0 8.302e-11
bw_resize_row row 47.63 12.48 16.38 10.35 0.4587 3.504e-9 0 3.504e-9
bw_resize_row run 67.6 12.12 21.11 5.024 11.6 1 0 1
bw_rnn_codes four/2 113.5 19.86 12.7 1.686 4.516 32 4.478e-9
bw_rnn_codes four/3 78.56 13.58 15.16 1.002 3.268 20 1.336e-8
bw_rnn_codes four/4 71.55 12.37 9.906 0.7607 3.012 16 1.666e-8
bw_rnn_codes four/5 43.25 7.554 3.959 0.05009 2.42 8 1.158e-9
bw_rnn_codes four/8 37.25 3.922 0 0.03914 1.184 16
bw_rnn_codes fours 0 0 0 0 0 0 0.00001354
bw_rnn_codes hidden/2 157.2 24.48 17.01 8.48 12.77 1.852 2.226
bw_rnn_codes hidden/4 145.1 23.51 19.03 7.28 11.12 1.86 2.226
bw_rnn_codes hidden/8 156.7 25.19 18.16 7.226 10.2 1.855 2.226
bw_rnn_codes in/2 18.79 1.969 0 1.009 0.6278
bw_rnn_codes in/4 24.73 2.504 0 1.579 1.401
bw_rnn_codes in/8 17.16 1.438 0 1.516 1.31
bw_rnn_codes rest/2 110.2 13.66 20.1 4.221 11.1 8.195 0.000001336
bw_rnn_codes rest/3 48.61 6.97 0.4934 0.4584 2.227 5.119 8.018e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 46.37 5.013 2.728 0.8001 3.735 3.038 2.608e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 372.3 49.39 0 56.11 34.33 0.006298 4
bw_rnn_codes step 0 5.15 77.04 0 0 3.002 8.191e-8
bw_rnn_codes unit 53.84 8.58 6.248 2.653 3.884 0.6453 0.7742
bw_slice_row code/2 1.551 0.3314 0.6003 0.1155 0.3182 1.201e-10 0 0.02731
bw_slice_row code/4 1.139 0.2859 0.4167 0.1381 0.1632 7.133e-11 0 0.01832
bw_slice_row code/8 1.187 0.3687 0.2992 0.2612 0.1503 5.954e-11 0 0.01363
bw_slice_row row 94.19 19.37 42.66 10.58 15.56 7.96e-9 0 1.069
bw_slice_row run 32.31 6.053 0 1.08 2.168 2
bw_slice_row spread/2 8.43 1.251 0 0.6939 0 1
bw_slice_row spread/4 24.12 4.485 0 0.8936 0.5794 1
bw_slice_row spread/8 21 3.846 0 0.8587 0 1
bw_softmax_codes in/2 108.3 9.002 0.01157 2.001 3.272 1 10
bw_softmax_codes in/4 104.8 8.859 0 1.949 4.448 1 10
bw_softmax_codes in/8 100.6 8.997 0.01791 1.999 3.918 1 10
bw_softmax_codes pixel 490.9 10.95 11.42 6.162 52.75 1.354e-9 1.354e-8
bw_sum_codes bytes 36.01 4.458 1.129 1.945 2.107 0 2
bw_sum_codes call 88.28 27.26 22.2 20.86 5.738 0 2.494e-9
bw_sum_codes chunk 128.4 24.18 33.91 8.368 14.96 0.858 7.309e-10 0.858
bw_sum_codes in/2 13.89 1.159 0 0.5344 1.028 0 0.6569
bw_sum_codes in/4 15.46 1.323 0.006077 0.6631 0.7788 0 0.6569
bw_sum_codes in/8 12.44 1.172 0.008024 0.5352 0.6115 0 0.6569
bw_sum_codes out/2 20.85 1.211 0.006804 0.5032 0.8964 0 0.6563
bw_sum_codes out/4 21.63 1.202 0.01267 0.7582 0.9671 0 0.6563
bw_sum_codes out/8 7.427 1.21 0 0.5403 0.5743 0 0.6563
bw_sum_codes second/2 15.2 1.26 0.01064 0.607 0.7491 0 0.6869
bw_sum_codes second/4 14.55 1.32 0.01752 0.621 0.7188 0 0.6869
bw_sum_codes second/8 12.08 1.178 0 0.5372 0.8562 0.001557 0.6869 0.001557
bw_transpose_codes code/2 41.41 6.372 1.21 2.381 2.256 0.1597
bw_transpose_codes code/4 43.56 6.686 1.53 2.708 2.52 0.2767
bw_transpose_codes code/8 40.48 6.24 1.045 2.242 2.135 0.1141
`,
    3: `
bw_average_pool_row chunk 122.3 19.44 17.32 41.1 20.43 0 7.231e-10
bw_average_pool_row chunkTap 48.64 8.582 14.01 1.245 4.399 2.033
bw_average_pool_row in/2 11.91 1.272 0.003544 1.252 1.14 0.00022 1.844e-11
bw_average_pool_row in/4 11.96 1.249 0.00259 1.242 1.21 0 1.162e-11
bw_average_pool_row in/8 8.016 1.26 0.002683 1.249 1.351 0 9.029e-12
bw_average_pool_row inOdd/2 8.377 2.12 0.04434 1.948 0 0.04098
bw_average_pool_row inOdd/4 0.6779 1.837 0.002074 1.813 0 0.0007577
bw_average_pool_row out/2 30.21 0.9699 0 1.088 0 0.005258 1
bw_average_pool_row out/4 32.49 1.098 0 1.406 0.9935 0.005541 1
bw_average_pool_row out/8 24.12 1.164 0.006259 1.198 1.305 0.003473 1
bw_average_pool_row outOdd/4 251.7 0 0 0 23.68 0 1
bw_average_pool_row pixel 122.1 14.38 2.545 6.093 11.16 0.8858
bw_average_pool_row rest 8.959 1.747 0.03995 1.677 1.987 0.009244
bw_average_pool_row row 116.8 25.21 27.98 10.79
bw_convolution_row any/2 6.374 0.7272 0 0.6822 0.2134 0.006434
bw_convolution_row any/4 5.556 0.4144 0 0.6317 0.2658
bw_convolution_row any/8 5.8 0.9594 0.0406 0.6273 0.2839 0.02023
bw_convolution_row anyOdd/2 5.19 0.5179 0 0 0.4247 0.02071 1.521e-11
bw_convolution_row anyOdd/4 15.87 2.513 0 0.1538 1.256 0.1241 8.499e-12
bw_convolution_row anyPixel 125.2 27.79 33.45 13.02 13.18 1.617 5.084e-11 0.0502
bw_convolution_row anyTap 14.51 2.457 2.941 0.681 1.943 0.1982
bw_convolution_row group 82.72 50.08 44.38 0 0 1.854 0 5.195
bw_convolution_row one/2 103.7 19.83 4.062 0.6326 3.778 32.03
bw_convolution_row one/3 66.11 12.4 3.006 0.1566 1.076 18.57 5.953e-13
bw_convolution_row one/4 56.43 10.27 3.084 0.1234 1.115 13.99 5.661e-13
bw_convolution_row one/5 46.67 8.127 2.546 0.007345 2.054 8.036 7.328e-13
bw_convolution_row one/8 42.68 5.082 0 0 0.813 16.08 1.084e-12 0.0006854
bw_convolution_row oneBlock/8 107 23.27 31.35 3.792 3.804 7.032 4 0.009322
bw_convolution_row oneBlock/narrow 168.6 30.07 29.14 9.878 14.49 7.586 4 0.01445
bw_convolution_row rest/2 44.07 10.08 1.017 0.1137 1.503 7.052 1.251e-13
bw_convolution_row rest/3 32.26 5.574 0.04486 0.5657 1.905 3.925 0 0.008004
bw_convolution_row rest/4 22.72 4.274 0 0.09356 1.131 2.992 7.912e-13 0.002758
bw_convolution_row rest/5 18.36 3.195 0 0.1077 1.119 1.987
bw_convolution_row rest/8 19.17 4.508 0.1172 0.05353 1.15 3.024
bw_convolution_row restChannel 77.53 17.23 15.61 2.22 4.014 3.126 1 0.07324
bw_convolution_row row 190.1 0 0 37.53 19.31
bw_convolution_row single 37.34 12.85 15.44 8.725 5.602 0 6.775e-11 0.1778
bw_convolution_row three/2 212.4 44.96 19.27 7.123 2.463 96 4.64e-11 0.00257
bw_convolution_row three/3 158.4 34.02 12.5 10.48 2.573 60.01 2.484e-11
bw_convolution_row three/4 150.7 34.93 12.58 10.14 3.683 47.99 1.685e-11
bw_convolution_row three/5 117.4 35.61 4.057 11.96 2.344 24.04 1.671e-11
bw_convolution_row three/8 97.59 14.79 0 0 2.058 47.99 1.107e-11
bw_convolution_row threeBlock/8 310.9 78.52 59.46 40.3 6.914 23.74 12
bw_convolution_row threeBlock/narrow 411.9 85.75 61.47 46.52 5.898 24.05 12 0.003099
bw_convolution_row triple 113 26.53 41.19 13.24 9.034 0.9478 3.384e-10 0.04194
bw_convolution_row whole/2 3.619 0.205 0 0.4768 0.1994 0.001123 0 0.0008335
bw_convolution_row whole/4 3.342 0.2831 0 0.4839 0.1801 0 0 0.001366
bw_convolution_row whole/8 4.405 1.171 0 0.465 0.2143 0.002073 0 0.0006603
bw_convolution_row wholeOdd/2 16.2 1.52 0.05006 0.8793 1.506 0.002074 7.377e-13 0.0005167
bw_convolution_row wholeOdd/4 5.227 0.3686 0 0.541 0.3951 0.001421 0 0.001339
bw_convolution_row wholePixel 25 6.676 10.69 3.792 2.072 0.1149 0 0.03501
bw_convolution_row wholeRun 45.16 6.205 3.313 1.365 5.349 0.4751 8.512e-12
bw_depthwise_row block 141.1 40.51 25.23 22.9 8.044 1.087 0.001518 0.008688
bw_depthwise_row edge/8 125.6 23.22 33.81 0 10.02 0 3.999
bw_depthwise_row edge/narrow 175.6 30.24 33.95 0.6759 12.44 7.91 3.999
bw_depthwise_row edgeTap/2 6.176 0 0 0 0.09654 1.835 0.00007056
bw_depthwise_row edgeTap/4 9.705 1.575 0.6126 0.1595 0.4656 2.069 0.00001305
bw_depthwise_row edgeTap/8 11.73 2.972 0.8339 0.7281 0.7689 2.807
bw_depthwise_row pixel/8 65.4 14.89 6.446 3.513 0.4782 4.627 4 0.001616
bw_depthwise_row pixel/narrow 109.1 18.04 4.929 7.301 1.803 5.958 4
bw_depthwise_row point 11.77 1.822 0 0.9372 0.7362 0.1503 0.0001269
bw_depthwise_row row 261.2 54.42 25 22.87 21.67 0 0.9941 2.075
bw_depthwise_row single 101.2 25.19 2.663 11.78 1.492 2.315 0.9879 0.08133
bw_depthwise_row singleTap/2 50.66 8.387 0.1043 0.2477 1.691 1.106
bw_depthwise_row singleTap/4 51.4 8.222 0.01334 0.3261 2.271 1.037
bw_depthwise_row singleTap/8 48.81 8.427 0.07968 0.4561 1.991 1.084 0.0008731 0.003878
bw_depthwise_row tap/2 18.19 2.736 3.894 0 1.255 3.555
bw_depthwise_row tap/4 18.29 3.656 0.7358 0 0.8895 3.639
bw_depthwise_row tap/8 15.12 3.381 0.6908 0 0.8237 3.408
bw_depthwise_row threeBlock/2 673.9 117.5 37.11 62.37 50.19 12.7 0.005455
bw_depthwise_row threeBlock/3 579.7 95.03 27.01 48.62 44.5 1.436 0.001095
bw_depthwise_row threeBlock/4 585.6 100.1 29.8 54.4 45.54 0 0.003927
bw_depthwise_row threeBlock/5 721.3 123.4 35.08 61.66 54.09 8.529 0.001033
bw_depthwise_row threeBlock/8 709.4 127.4 43.36 69.78 60.53 13.1 0.002614 0.01031
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 19.89 8.718 34.75 4.034 7.009 0 0.0008426 0.01664
bw_depthwise_row threeNarrow 27.92 0.1479 0.7945 3.134 0.5641 0 0.000161
bw_depthwise_row threePixel/narrow 230 47.39 11.71 3.744 8.646 36.44 4
bw_depthwise_row threePixel/8 207.9 45.98 10.46 3.126 7.909 35.17 4
bw_depthwise_row unpack/2 56.18 8.196 1.482 3.848 4.538 1.857
bw_depthwise_row unpack/3 45.14 5.543 0 2.286 3.314 0.4012 0.00002458 0.002093
bw_depthwise_row unpack/4 50.74 7.282 0.4653 3.741 3.899 1.282 0.00004428 0.003545
bw_depthwise_row unpack/5 46.2 6.07 0.2275 3.357 3.325 0.4749
bw_depthwise_row unpack/8 47.99 6.678 0.3589 3.447 4.013 1.154
bw_gru_codes four/2 102.7 19.91 13.73 0.4155 2.506 32.67 7.579e-9
bw_gru_codes four/3 58.91 12.31 10.34 0.7023 2.011 18.4 3.705e-9
bw_gru_codes four/4 52.73 10.15 7.288 0.474 1.648 14.09 3.605e-9
bw_gru_codes four/5 39.23 7.659 5.358 0 1.111 8.374 2.257e-10
bw_gru_codes four/8 38.52 4.34 0 0 0.9289 16.09 1.588e-9
bw_gru_codes fours 177.1 30.41 28.57 9.54 6.485 2.915 2.773
bw_gru_codes hidden/2 249.3 45.29 30 12.35 11.06 3.841 3.928
bw_gru_codes hidden/4 252.7 45.11 45.95 15.24 12.36 2.495 3.928
bw_gru_codes hidden/8 250.9 42.84 40.16 13.36 8.79 4.344 3.928
bw_gru_codes in/2 24.44 1.914 9.675 2.084 1.091 0 5.293e-9
bw_gru_codes in/4 25.26 1.794 0 0.5223 0 0.4422 3.258e-9
bw_gru_codes in/8 22.25 2.276 0 1.108 1.205
bw_gru_codes rest/2 118.6 22.3 28.95 6.432 6.987 7.916 0.3466
bw_gru_codes rest/3 46.72 7.196 0.2491 1.146 1.21 3.994 0.08665
bw_gru_codes rest/4 30.86 5.792 1.58 1.021 1.179 3.225 0.06932
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 215.2 50.5 0 60.93 33.01 0 4
bw_gru_codes step 40.39 0 171.5 0 34.79 0 2.328e-7
bw_gru_codes unit 127.4 21.88 20.54 6.86 4.665 2.105 1.993
bw_join_codes call 149.2 26.62 43.6 12.64 37.87 0 7.403e-9
bw_join_codes copied/4 0 0 0 0.1134 0.4853 0 7.494e-10 2.429e-12
bw_join_codes copied/8 1.291 0.408 0.3082 0.242 0.6709 0 1.403e-10 5.481e-12
bw_join_codes copiedRun 96.28 17.55 14.76 7.559 10.88 0 0 1
bw_join_codes in/2 26.71 2.3 0.2787 0.9836 1.409 0 0.6169
bw_join_codes in/4 26.95 2.274 0.2362 0.9849 1.475 0 0.6169
bw_join_codes in/8 22.48 2.365 0.3831 0.9872 1.734 0 0.6169 7.941e-13
bw_join_codes inOdd/2 73.83 8.425 1.173 3.9 2.125 0 0.5519
bw_join_codes inOdd/4 100.7 18.12 2.156 5.992 11.14 0 0.5519
bw_join_codes out/2 12.82 1.374 0.1192 0.575 0.834 0 0.1951
bw_join_codes out/4 20.51 1.548 0.3432 0.8193 0.9887 0 0.3831 1.412e-12
bw_join_codes out/8 14.51 1.45 0.2105 0.6022 1.017 0 0.3831
bw_join_codes outOdd/2 820.3 87.97 7.627 36.8 53.38 0 12.48
bw_join_codes outOdd/4 61.15 7.09 0.9855 3.247 1.865 0 0.4481
bw_join_codes run 118.7 27.22 40.38 15.26 11.3 0 4.303e-9 2.525e-11
bw_lookup_codes call 53.8 16.24 19 7.729 1.562
bw_lookup_codes chunk 92.02 11.86 24 2.195 10.93
bw_lookup_codes in/2 6.92 0.6265 1.142e-9 0.6716 0.5786
bw_lookup_codes in/4 7.081 0.6434 9.355e-9 0.6805 0.6291
bw_lookup_codes in/8 2.776 0.6192 0 0.668 0.5201
bw_lookup_codes out/2 8.475 0.7826 9.422e-8 0.8213 0.7056
bw_lookup_codes out/4 10.16 0.7909 9.711e-8 1.075 0.764
bw_lookup_codes out/8 2.909 0.7775 9.553e-8 0.8186 0.6455
bw_lstm_codes four/2 152.5 24.18 10.96 2.769 4.24 31.8
bw_lstm_codes four/3 74.31 13.11 12.87 0.9351 1.884 17.94
bw_lstm_codes four/4 58.64 10.6 7.979 0.5437 1.369 13.94
bw_lstm_codes four/5 45.3 7.957 4.29 0 1.795 8.222 8.913e-10
bw_lstm_codes four/8 40.55 4.479 0 0.03834 0.6188 16.11 5.47e-10
bw_lstm_codes fours 0 0 0 0 0 3.243 0.000003524
bw_lstm_codes hidden/2 458.6 71.61 73.99 21.91 19.4 6.135 6.059
bw_lstm_codes hidden/4 379 62.93 78.85 18.32 18.86 3.548 6.059
bw_lstm_codes hidden/8 371.9 61.99 70.67 18.55 18.43 4.185 6.059
bw_lstm_codes in/2 0 0 0 0 0 0.08222
bw_lstm_codes in/4 16.82 1.626 0 0.8037 0.6927
bw_lstm_codes in/8 15 1.551 0 0.6639 0.5353 0.1399
bw_lstm_codes rest/2 25.3 8.781 11.06 0.5205 0.6879 7.693 2.255e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 27.25 5.145 0 0.7382 1.08 3.495 8.815e-8
bw_lstm_codes rest/5 25.75 4.486 3.02 0.6479 1.869 2.099 9.87e-8
bw_lstm_codes rest/8 22.69 5.167 0.3286 0.6054 1.183 3.364 1.264e-7
bw_lstm_codes sequence 362.9 41.64 60.91 59.71 45.35 0 4
bw_lstm_codes step 172.5 30.12 0 16.47 11
bw_lstm_codes unit 182.7 30.34 34.7 9.067 8.986 2.048 2.941
bw_max_pool_row chunk 0 0 14.89 0 2.126
bw_max_pool_row chunkTap 56.38 8.714 14.05 1.894 7.433 2.026
bw_max_pool_row in/2 11.77 1.094 0.002009 1.087 0.855
bw_max_pool_row in/4 11.55 1.174 0.002216 1.2 1.062 0.0001136
bw_max_pool_row in/8 7.204 1.163 0.002263 1.161 1.019
bw_max_pool_row inOdd/2 10.21 1.608 0 1.705
bw_max_pool_row inOdd/4 11.69 1.904 0.03199 1.615 0 0.02114
bw_max_pool_row out/2 1.04 0 0 0 0.3671 0.002633
bw_max_pool_row out/4 5.43 0 0.01055 0 0.1642 0.005229
bw_max_pool_row out/8 0 0 0.01173 0 0 0.004471
bw_max_pool_row outOdd/2 34.97 4.638 0.597 2.007 1.467
bw_max_pool_row outOdd/4 41.62 6.779 0.1149 5.75 0 0.07523
bw_max_pool_row pixel 74.25 11.83 2.582 9.945 0 0.8983
bw_max_pool_row rest 7.418 1.374 0 1.511 1.537
bw_max_pool_row row 124.4 23.35 29.74 11.87 21.47
bw_multiply_codes call 79.99 28.82 21 25.13 0 0 2.472e-9
bw_multiply_codes chunk 133.4 22.09 39 7.498 22.41 0.878 4.467e-10 0.878
bw_multiply_codes in/2 9.988 0.5982 0 0.3914 0.4903 0 0.2639
bw_multiply_codes in/4 10.63 0.7495 6.503e-10 0.4461 0.1878 0 0.2639
bw_multiply_codes in/8 5.817 0.6987 2.232e-11 0.4422 0.5167 0 0.2639
bw_multiply_codes out/2 12.88 1.131 2.219e-10 0.7041 0.8119 0 0.383
bw_multiply_codes out/4 14.15 1.016 0 0.897 1.152 0 0.383
bw_multiply_codes out/8 6.918 0.9692 3.513e-10 0.6098 0.6965 0 0.383
bw_multiply_codes second/2 10.87 0.9946 0 0.6277 0.3195 0 0.3531
bw_multiply_codes second/4 11.18 0.8306 4.219e-10 0.5164 0.4003 0 0.3531
bw_multiply_codes second/8 7.542 0.9339 1.681e-10 0.5908 0.7329 0 0.3531
bw_normalize_codes call 796.1 214.4 59.25 86.26 66.64 1.174e-8 1.237 5.179e-10
bw_normalize_codes in/2 55.64 9.141 0.3652 0.9541 2 0.9826 1.954 4.931e-12
bw_normalize_codes in/4 51.37 8.022 0.06775 0.553 1.114 0.9826 1.966
bw_normalize_codes in/8 48.97 7.48 0 0.3937 1.204 0.9826 1.959 1.814e-12
bw_normalize_codes out/2 52.23 8.174 0.0468 0.6254 1.784 1.017 2.036 6.346e-12
bw_normalize_codes out/4 52.14 8.145 0.04374 0.6354 1.84 1.017 2.039
bw_normalize_codes out/8 52.71 8.163 0 0.4514 0.8497 1.017 2.023
bw_normalize_codes span 229.1 20.09 3.24 17.56 3.355 1 1.757 1
bw_pad_row code/2 5.373 0.324 0.3227 0.2411 0.1643 0.001407 0 0.001407
bw_pad_row code/4 3.279 0.271 0.1768 0.2996 0.22 0.004262 0 0.004262
bw_pad_row code/8 1.187 0.3472 0.1633 0.3043 0.1002 0.003273 0 0.003273
bw_pad_row codeOdd/2 20.12 2.721 1.761 1.519 0.9989 0.02222 0 0.02222
bw_pad_row codeOdd/4 8.639 0.8746 0.01236 0.5594 0.2612
bw_pad_row row 0
bw_pad_row run 172 28.3 49.29 20.23 25.22 0.4466 0 0.4466
bw_rescale_codes call 146.6 15.41 18 13.44 23.43
bw_rescale_codes chunk 0 15.4 25 5.336 30.84 0 1.08e-7
bw_rescale_codes in/2 24.59 1.955 9.604e-8 0.832 0.6407 0 0.5658
bw_rescale_codes in/4 24.49 1.956 9.459e-8 0.833 0.1506 0 0.5658
bw_rescale_codes in/8 20.36 1.957 9.603e-8 0.8343 0.3769 0 0.5658
bw_rescale_codes out/2 21.42 1.51 6.399e-9 0.6309 0 0 0.4342
bw_rescale_codes out/4 22.88 1.501 1.936e-9 0.8758 0.6227 0 0.4342
bw_rescale_codes out/8 15.65 1.502 0 0.6268 0.7553 0 0.4342
bw_resize_row code/2 0.1338 0.03002 0 0.03085 0.009556 9.799e-11 0 9.799e-11
bw_resize_row code/4 0.3024 0.1084 0 0.1113 0 8.601e-11 0 8.601e-11
bw_resize_row code/8 0.6604 0.1934 0.001154 0.1932 0.01916 8.31e-11 0 8.31e-11
bw_resize_row row 47.55 12.42 16.38 10.29 0.4899 3.41e-9 0 3.41e-9
bw_resize_row run 73.61 18.13 21.11 7.027 11.6 1 0 1
bw_rnn_codes four/2 111.3 20.48 11.42 1.663 1.087 32.54 2.003e-9
bw_rnn_codes four/3 62.05 12.22 11.42 0.8857 0.1744 18.6 1.122e-8
bw_rnn_codes four/4 52.37 10.06 6.68 0.1019 0.3175 14.17 1.49e-8
bw_rnn_codes four/5 43.15 7.808 3.532 0.05467 1.707 8.138 4.594e-10
bw_rnn_codes four/8 37.07 4.111 0 0.05351 0.3564 16.16
bw_rnn_codes fours 0 0 0 0 0 0 0.00001344
bw_rnn_codes hidden/2 137 20.91 18.56 7.686 9.158 1.38 2.227
bw_rnn_codes hidden/4 128.7 20.11 20.07 6.326 7.597 1.751 2.227
bw_rnn_codes hidden/8 139 21.19 19.74 6.288 8.321 1.247 2.227
bw_rnn_codes in/2 19.78 1.915 0 0.9618 0.8543 0.1027
bw_rnn_codes in/4 24.25 2.461 0 1.55 1.356
bw_rnn_codes in/8 18.03 1.649 0 1.489 0.8017 0.2391
bw_rnn_codes rest/2 84.45 15.34 19.51 3.713 3.791 7.861 0.000001323
bw_rnn_codes rest/3 30.89 6.951 2.856 0 1.747 4.231 7.955e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 27.79 4.647 1.762 0.594 2.086 1.723 2.589e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 308.3 42.54 33.65 49.51 24.48 0 4
bw_rnn_codes step 0 14.77 45.96 0 0 0.03819 6.226e-8
bw_rnn_codes unit 47.34 7.25 6.733 2.344 2.937 0.4789 0.7726
bw_slice_row code/2 1.739 0.4311 0.5624 0.1858 0.326 1.13e-10 0 0.0274
bw_slice_row code/4 1.268 0.3532 0.3924 0.1849 0.1695 6.666e-11 0 0.01858
bw_slice_row code/8 1.28 0.4184 0.2803 0.2962 0.154 5.597e-11 0 0.01368
bw_slice_row row 100.4 22.44 41.32 12.49 15.72 7.747e-9 0 1.028
bw_slice_row run 30.34 8.345 1.308 0.48 1.872 2
bw_slice_row spread/2 7.372 0.3772 0 0 0 1
bw_slice_row spread/4 23.16 4.368 0 0.7784 0.6259 1
bw_slice_row spread/8 19.92 3.553 0 0.5938 0.05709 1
bw_softmax_codes in/2 109.3 11 0.01175 2.001 3.285 1 10
bw_softmax_codes in/4 105.8 10.85 0 1.923 4.514 1 10
bw_softmax_codes in/8 101.7 11 0.018 1.998 4.281 1 10
bw_softmax_codes pixel 490.5 12.48 11.42 7.241 52.26 1.355e-9 1.355e-8
bw_sum_codes bytes 35.94 4.427 1.355 1.945 2.103 0 2
bw_sum_codes call 105.1 28.83 22.38 22.87 7.025 0 2.608e-9
bw_sum_codes chunk 131.6 24.19 40.9 8.316 15.6 0.8591 7.683e-10 0.8591
bw_sum_codes in/2 14.11 1.149 0 0.5392 0.7313 0 0.6486
bw_sum_codes in/4 15.9 1.296 0.006401 0.6529 0.6549 0 0.6486
bw_sum_codes in/8 11.05 1.144 0.00823 0.5277 0.5117 0 0.6486
bw_sum_codes out/2 15.41 1.212 0.00817 0.5042 0.4208 0 0.6692
bw_sum_codes out/4 16.83 1.218 0.01424 0.7697 0.4632 0 0.6692
bw_sum_codes out/8 10.46 1.235 0 0.5513 0.7855 0 0.6692
bw_sum_codes second/2 14.95 1.237 0.009454 0.5967 0.5143 0 0.6823
bw_sum_codes second/4 14.68 1.301 0.01526 0.6258 0.6399 0 0.6823
bw_sum_codes second/8 10.11 1.175 0 0.5365 0.7052 0.0003855 0.6823 0.0003855
bw_transpose_codes code/2 45.01 6.521 0.2092 2.388 2.087 0.159
bw_transpose_codes code/4 47.33 6.893 0.496 2.692 2.207 0.2631
bw_transpose_codes code/8 43.92 6.351 0.04523 2.243 2.019 0.1137
`,
    s: `
bw_average_pool_row chunk 93.88 15.2 22.04 35.21 34.75 0 6.316e-10
bw_average_pool_row chunkTap 47.46 6.637 7.98 0.9162 6.152 2.13
bw_average_pool_row in/2 17.03 3.277 0.001268 3.028 1.95 0.04545 1.863e-11
bw_average_pool_row in/4 16.78 3.246 0.000698 3.013 1.363 0.06069 1.337e-11
bw_average_pool_row in/8 12.02 3.259 0.0000411 2.276 1.214 0 1.045e-11
bw_average_pool_row inOdd/2 16.91 4.176 0.0161 3.177 1.944 0.1848
bw_average_pool_row inOdd/4 11.66 4.016 0.003171 3.181 0.8037 0.05723
bw_average_pool_row out/2 47.39 3.911 0 1.941 2.236 0.3223 1
bw_average_pool_row out/4 47.9 4.102 0 2.334 3.525 0.0699 1
bw_average_pool_row out/8 31.37 4.157 0.02062 2.087 2.507 0 1
bw_average_pool_row outOdd/4 162.1 0 0 0 26.9 0 1
bw_average_pool_row pixel 123.4 12.71 0.9648 5.307 0 1.704
bw_average_pool_row rest 12.83 3.767 0.02984 2.762 1.473
bw_average_pool_row row 138.8 22.67 32.1 20.22 7.693 1.25 9.976e-11
bw_convolution_row any/2 8.383 1.116 0 0.6688 1.055 0.1622
bw_convolution_row any/4 7.72 0.8371 0 0.6735 0.9786
bw_convolution_row any/8 8.213 1.276 0.05452 0.6762 1.001 0.01762
bw_convolution_row anyOdd/2 4.744 0 0 0 0.4588 0 1.493e-11
bw_convolution_row anyOdd/4 14.05 1.873 0.2533 0.3697 1.325 0.0161 7.7e-12
bw_convolution_row anyPixel 121.6 26.08 32.57 13.23 14.54 2.035 4.696e-11 0.08083
bw_convolution_row anyTap 21.56 3.516 4.013 1.29 2.87 0.3353
bw_convolution_row group 0 50.09 36.65 0 0 0 0 5.264
bw_convolution_row one/2 242.3 55.02 1.544 6.784 16.95 31.97
bw_convolution_row one/3 201.7 68.12 11.54 9.163 11.59 20.75 3.396e-13
bw_convolution_row one/4 130.7 20.24 1.998 3.948 10.04 15.97 2.031e-13
bw_convolution_row one/5 93.2 14.29 3.19 2.037 9.005 12.02 3.59e-13
bw_convolution_row one/8 49.16 18.21 0 0.1185 2.13 16.07 3.82e-13 0.0002884
bw_convolution_row oneBlock/8 174.3 42.37 26.45 23.34 11.77 8.084 4 0.005774
bw_convolution_row oneBlock/narrow 232.3 42.43 25.14 21.73 14.09 7.522 4 0.02254
bw_convolution_row rest/2 77.68 9.7 0.3991 0.05239 8.218 8.136 8.699e-13
bw_convolution_row rest/3 58.85 6.157 0 0.3784 6.07 4.936 0 0.01115
bw_convolution_row rest/4 44.46 4.456 0 0.01418 4.199 4.007 9.843e-13 0.004454
bw_convolution_row rest/5 36.83 3.336 0 0.02518 3.339 3.013 9.757e-14 0.0003753
bw_convolution_row rest/8 20.05 5.445 0.006867 0.07527 1.345 3.047
bw_convolution_row restChannel 75.43 15.94 17.39 4.006 2.689 3.257 1 0.06082
bw_convolution_row row 272.5 0 0 32.72 23.91
bw_convolution_row single 12.48 10.46 19.69 7.058 7.222 2.397 5.596e-11 0.1741
bw_convolution_row three/2 425.4 128.9 0 15.18 17.27 96.43 5.908e-11 0.00392
bw_convolution_row three/3 292.7 88.16 0 15.64 13.77 60.67 2.873e-11
bw_convolution_row three/4 253.9 72.98 0.009623 14.36 10.71 47.88 1.868e-11
bw_convolution_row three/5 216.1 59.52 0.124 15.73 9.57 35.79 1.941e-11
bw_convolution_row three/8 135.1 22.9 0 2.296 4.222 47.84 1.22e-11
bw_convolution_row threeBlock/8 364.3 99.45 62.68 46.34 28 24.97 12
bw_convolution_row threeBlock/narrow 585.8 110.2 67.68 54.3 38.96 24.87 12
bw_convolution_row triple 132.4 31.92 42.34 20.74 8.781 0.7389 2.903e-10 0.04073
bw_convolution_row whole/2 3.92 0.4125 0 0.4601 0.07914 0 0 0.0006778
bw_convolution_row whole/4 3.741 0.3878 0 0.4815 0.1698 0 0 0.0009968
bw_convolution_row whole/8 5.109 1.362 0 0.4795 0.4171 0.0002613 0 0.0004121
bw_convolution_row wholeOdd/2 20.28 1.968 0.3084 0.6707 1.761 0 7.454e-13 0.0008622
bw_convolution_row wholeOdd/4 7.257 0.7245 0 0.6117 0.5612 0 0 0.0009359
bw_convolution_row wholePixel 28.56 8.251 11.97 5.766 2.164 0.3583 0 0.02877
bw_convolution_row wholeRun 47.37 6.207 2.859 1.778 6.524 0.6931 8.58e-12
bw_depthwise_row block 143.6 37.49 19.16 21.51 6.889 1.746 3.611e-10 0.01098
bw_depthwise_row edge/8 185.4 25.54 40.25 13.62 18.35 0 4
bw_depthwise_row edge/narrow 269.9 29.59 38.95 16.85 24.61 9.575 4
bw_depthwise_row edgeTap/2 5.714 0.6345 0 0 0.4861 1.836 5.147e-12
bw_depthwise_row edgeTap/4 10.01 1.934 0.4281 0.1927 0.8938 2.084 8.973e-13
bw_depthwise_row edgeTap/8 12.66 3.763 0.6366 0.7067 1.281 2.828 5.739e-13
bw_depthwise_row pixel/8 127.5 28.88 33.95 6.839 15.16 4.431 4 0.00236
bw_depthwise_row pixel/narrow 213.5 36.57 35.15 11.42 20.72 5.841 4
bw_depthwise_row point 13.39 2.321 0 1.016 2.393 0.1836
bw_depthwise_row row 296.2 61.11 36.58 32.4 35.93 0 0 3.072
bw_depthwise_row single 83.74 19.32 1.741 7.353 2.644 3.004 1 0.06612
bw_depthwise_row singleTap/2 71.75 12.76 0.03758 4.665 4.851 3.081 3.584e-12
bw_depthwise_row singleTap/4 73.19 12.79 0.001444 5.003 5.543 2.924 1.189e-12
bw_depthwise_row singleTap/8 69.8 12.61 0.06523 4.718 5.24 2.972 6.199e-13 0.00517
bw_depthwise_row tap/2 17.88 2.844 0.85 0.0804 1.738 3.57 2.446e-11
bw_depthwise_row tap/4 19.45 3.663 1.032 0 1.814 3.685 1.227e-11
bw_depthwise_row tap/8 15.86 5.263 0.7862 0 1.678 3.427 1.319e-11
bw_depthwise_row threeBlock/2 857 179.2 26.8 87.81 77.85 12.68 4.308e-10
bw_depthwise_row threeBlock/3 752.5 156.1 19.64 76.11 64.84 2.583 3.461e-10
bw_depthwise_row threeBlock/4 777.7 159.4 20.84 85.21 62.48 2.677 8.005e-10
bw_depthwise_row threeBlock/5 918.1 175.7 30.58 91.44 76.86 12 4.658e-10
bw_depthwise_row threeBlock/8 953.6 177.7 40.56 109.7 72.95 17.49 1.091e-9 0.01242
bw_depthwise_row threeCut 0 0 0 0 0 0 2.695e-10
bw_depthwise_row threeEdge 20.2 0 6.913 16.72 0 0 3.953e-11 0.01762
bw_depthwise_row threeNarrow 65.2 1.219 0.4156 3.826 3.236 0 1.416e-10
bw_depthwise_row threePixel/narrow 303.1 65.2 43.89 7.947 31.71 36.55 4
bw_depthwise_row threePixel/8 276.8 77.97 40.55 6.298 30.59 35.32 4
bw_depthwise_row unpack/2 77.07 15.98 1.393 7.169 6.951 1.889
bw_depthwise_row unpack/3 63.14 13.47 0.02701 5.499 5.545 0.3176 0 0.00197
bw_depthwise_row unpack/4 72.76 15.07 0.7443 7.565 5.895 1.224 0 0.003284
bw_depthwise_row unpack/5 66.04 13.72 0.3182 6.96 5.604 0.4607
bw_depthwise_row unpack/8 71.85 15.04 0.3296 8.35 5.24 1.181
bw_gru_codes four/2 238.8 54.83 9.203 7.327 16.53 31.78 4.342e-9
bw_gru_codes four/3 199.5 68.48 19.92 10.43 10.95 20.91 3.073e-9
bw_gru_codes four/4 129.7 20.78 7.318 4.047 10.42 15.93 1.904e-9 7.458e-12
bw_gru_codes four/5 91.91 14.92 14.48 1.311 8.456 11.83 1.244e-9
bw_gru_codes four/8 46.95 17.81 0 0.04857 1.958 15.98 9.594e-10
bw_gru_codes fours 177.3 30.35 82.83 8.821 11.58 2.964 2.723
bw_gru_codes hidden/2 240.5 42.38 8.951 11.3 13.19 4.286 3.997
bw_gru_codes hidden/4 273.6 49.23 38.89 15.05 18 4.916 3.997
bw_gru_codes hidden/8 259.8 44.15 20.57 12.78 17.07 4.315 3.997
bw_gru_codes in/2 41.4 7.649 17.79 2.242 7.281 0 2.074e-9 1.082e-10
bw_gru_codes in/4 27.74 3.392 0 1.222 4.357 0 0 9.54e-11
bw_gru_codes in/8 28.16 4.661 5.393 1.176 4.21 0.01836 0 4.208e-11
bw_gru_codes rest/2 142.7 23.51 39.56 6.157 15.38 8.626 0.3404 2.43e-11
bw_gru_codes rest/3 73.46 7.845 0 1.617 7.403 5.166 0.08509
bw_gru_codes rest/4 53.27 5.882 1.816 1.191 5.122 4.129 0.06807
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 249.3 63.61 147.1 25.03 46.02 0 0 4
bw_gru_codes step 84.14 0 0 20.17 0 3.6 5.487e-8 1.431e-9
bw_gru_codes unit 127.8 21.88 10.8 6.357 8.358 2.146 1.961
bw_join_codes call 128 24.67 44.58 12.8 0 0 7.927e-9
bw_join_codes copied/4 6.538 0 0 0.4001 1.402 0 7.148e-10 2.304e-12
bw_join_codes copied/8 1.546 0.3821 0.2694 0.2158 0.1195 0 1.342e-10 5.685e-12
bw_join_codes copiedRun 77.94 14.22 15.9 5.094 6.072 0 0 1
bw_join_codes in/2 30.59 2.902 0.283 1.617 2.768 0.04031 0.6195
bw_join_codes in/4 30.93 2.887 0.2447 1.65 2.33 0.0303 0.6195
bw_join_codes in/8 26 2.962 0.3685 0.8753 2.192 0 0.6195 7.877e-13
bw_join_codes inOdd/2 56.3 8.849 2.006 4.231 3.491 0 0.5503
bw_join_codes inOdd/4 58.37 18.43 1.669 6.579 13.15 0 0.5503
bw_join_codes out/2 15.69 1.556 0.1065 0.6088 1.657 0 0.1938
bw_join_codes out/4 29.63 1.9 0.3113 0.7997 2.367 0 0.3805 9.82e-13
bw_join_codes out/8 16.29 1.803 0.2058 0.667 1.399 0 0.3805
bw_join_codes outOdd/2 1004 99.57 6.817 38.96 106.1 0 12.4
bw_join_codes outOdd/4 46.25 7.456 1.665 3.538 2.976 0.1274 0.4497
bw_join_codes run 114.9 28.64 40.13 10.67 18.28 0.2419 4.129e-9 2.599e-11
bw_lookup_codes call 46.11 13.13 16 6.421 3.571 0.08739
bw_lookup_codes chunk 67.9 12.04 24 0.4969 15.16
bw_lookup_codes in/2 9.048 1.131 9.025e-10 1.459 1.357 0.03121
bw_lookup_codes in/4 8.874 1.159 1.107e-8 1.463 0.878 0.03682
bw_lookup_codes in/8 3.867 1.122 0 0.707 0.4779
bw_lookup_codes out/2 18.35 1.302 8.188e-8 0.8371 1.451
bw_lookup_codes out/4 19.17 1.315 8.534e-8 1.089 1.643 0.0007384
bw_lookup_codes out/8 3.662 1.302 8.415e-8 0.8366 0.5114
bw_lstm_codes four/2 290.2 62.02 19.52 9.889 21.08 32.08
bw_lstm_codes four/3 217.3 70.26 21.72 11.73 12.34 21.22
bw_lstm_codes four/4 133.8 20.86 10.01 3.902 10.51 15.96 0 1.066e-12
bw_lstm_codes four/5 92.6 14.42 7.395 1.863 8.292 11.91 7.833e-10
bw_lstm_codes four/8 47.79 17.87 0 0.03594 2.03 15.97 6.407e-10 4.508e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003815
bw_lstm_codes hidden/2 475.7 78.87 76.71 27.14 34.67 7.498 6.011
bw_lstm_codes hidden/4 418.8 71.49 87.76 23.72 30.38 8.179 6.011
bw_lstm_codes hidden/8 395.5 67.07 75.95 21.7 27.65 7.622 6.011 5.46e-11
bw_lstm_codes in/2 8.193 1.163 0 0 2.34
bw_lstm_codes in/4 23.31 2.987 0 1.062 3.303 0.08257 3.858e-11 2.16e-11
bw_lstm_codes in/8 23.46 3.268 0 0.8969 3.546 0 0 7.82e-12
bw_lstm_codes rest/2 53.64 6.304 0 0 7.134 8.008 2.525e-7 3.459e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 47.38 5.404 0 0.7269 4.952 3.923 9.601e-8 1.044e-11
bw_lstm_codes rest/5 44.97 5.065 4.782 0.9065 4.145 3.12 1.067e-7
bw_lstm_codes rest/8 25.95 7.062 0.9506 0.8769 2.176 3.056 1.375e-7 2.464e-11
bw_lstm_codes sequence 532.8 104.3 108 58.79 87.76 1.318 0 4
bw_lstm_codes step 50.85 14.78 130.7 0 2.576 0 0 9.767e-10
bw_lstm_codes unit 199.1 33.75 38.26 10.97 13.99 3.81 2.989
bw_max_pool_row chunk 0 0 21.65
bw_max_pool_row chunkTap 63.31 9.146 7.994 2.156 12.03 2.09
bw_max_pool_row in/2 13.85 1.095 0.0005991 1.839 1.733 0.03565
bw_max_pool_row in/4 13.2 1.169 0.00227 1.944 1.237 0.04787
bw_max_pool_row in/8 8.026 1.165 0.001031 1.157 0.9628
bw_max_pool_row inOdd/2 12.9 1.596 0 1.649 1.426 0.07632
bw_max_pool_row inOdd/4 15.61 1.952 0.005169 1.657 1.98 0.156
bw_max_pool_row out/2 9.395 0 0 0 0.9568
bw_max_pool_row out/4 13.79 0 0 0.02189 1.41
bw_max_pool_row out/8 0 0 0.005857
bw_max_pool_row outOdd/2 37.02 4.369 0.3719 2.714 6.881
bw_max_pool_row outOdd/4 55.57 6.948 0.01669 5.898 7.049 0.5552
bw_max_pool_row pixel 60.28 16.2 1.238 5.77 0 1.607
bw_max_pool_row rest 7.449 1.299 0.002827 1.448 0.8936
bw_max_pool_row row 144.1 22.25 33.54 18.07 21.34
bw_multiply_codes call 57.34 25.95 20 17.03 6.953 0 2.662e-9
bw_multiply_codes chunk 125.6 20.99 33 6.845 21.03 2.17 2.926e-10 1.85
bw_multiply_codes in/2 14.89 1.326 0 1.384 1.486 0 0.2677
bw_multiply_codes in/4 14.87 1.551 5.182e-10 1.366 0.7121 0.118 0.2677
bw_multiply_codes in/8 9.309 1.515 0 0.7252 0.6759 0 0.2677
bw_multiply_codes out/2 24.28 2.345 1.339e-10 1.139 1.907 0 0.3782
bw_multiply_codes out/4 24.81 2.16 0 1.35 1.979 0 0.3782
bw_multiply_codes out/8 9.789 2.075 2.274e-10 1.026 0.6506 0 0.3782
bw_multiply_codes second/2 17.08 2.078 0 1.682 1.783 0 0.3541
bw_multiply_codes second/4 16.89 1.818 3.711e-10 1.508 0.7863 0.03827 0.3541
bw_multiply_codes second/8 11.94 2.005 1.496e-10 0.898 0.8243 0 0.3541
bw_normalize_codes call 597.7 153 18 41.39 81.85 1.177e-8 1.791e-8 4.82e-10
bw_normalize_codes in/2 61.11 13.24 0.4925 0.6626 2.914 0.9851 1.478 4.702e-12
bw_normalize_codes in/4 57.64 12.59 0.4925 0.5138 1.988 0.9851 1.478
bw_normalize_codes in/8 55.63 12.07 0.4925 0.4606 1.787 0.9851 1.478 1.839e-12
bw_normalize_codes out/2 59.14 12.96 0.5075 0.5454 3.025 1.015 1.522 6.332e-12
bw_normalize_codes out/4 58.95 12.8 0.5075 0.552 2.841 1.015 1.522
bw_normalize_codes out/8 58.53 12.69 0.5075 0.4944 1.271 1.015 1.522
bw_normalize_codes span 264 18.7 2 10.98 24.37 1 2 1
bw_pad_row code/2 11.17 0.4271 0.5612 0.2779 0.8179 0.004599 0 0.004599
bw_pad_row code/4 5.738 0.2591 0.1934 0.2847 0.4285 0.004422 0 0.004422
bw_pad_row code/8 1.215 0.3424 0.1866 0.2913 0.08962 0.003397 0 0.003397
bw_pad_row codeOdd/2 24.31 2.754 2.636 1.535 3.117 0.0497 0 0.02264
bw_pad_row codeOdd/4 11.72 0.9497 0.208 0.6163 1.126
bw_pad_row row 0 0.8295 0 4.386
bw_pad_row run 171.9 27.92 46.39 17.33 25.4 0.4406 0 0.4406
bw_rescale_codes call 57.06 17.44 19 10.47
bw_rescale_codes chunk 111.8 13.31 24 3.229 20.31 0.001055 9.755e-8
bw_rescale_codes in/2 27.23 2.53 1.25e-9 1.547 2.717 0.03302 0.5676
bw_rescale_codes in/4 27.33 2.531 0 1.548 1.946 0.0307 0.5676
bw_rescale_codes in/8 22.43 2.532 1.146e-9 0.7992 1.696 0 0.5676
bw_rescale_codes out/2 31.77 1.938 8.713e-8 0.6662 1.914 0.002626 0.4324
bw_rescale_codes out/4 32.31 1.928 8.325e-8 0.9144 2.362 0.001408 0.4324
bw_rescale_codes out/8 16.81 1.929 8.157e-8 0.6653 1.307 0 0.4324
bw_resize_row code/2 0.1338 0.02999 0 0.03081 0.009562 9.787e-11 0 9.787e-11
bw_resize_row code/4 0.3023 0.1083 0 0.1113 0 8.586e-11 0 8.586e-11
bw_resize_row code/8 0.6601 0.1931 0.001169 0.193 0.01926 8.305e-11 0 8.305e-11
bw_resize_row row 45.56 11.43 12.38 10.3 1.483 3.408e-9 0 3.408e-9
bw_resize_row run 71.61 17.13 21.11 4.028 9.6 1 0 1
bw_rnn_codes four/2 252.7 57.37 4.098 8.864 19.7 31.92 7.057e-9
bw_rnn_codes four/3 204.6 69.24 16.5 11.38 12.38 21.05 1.506e-8
bw_rnn_codes four/4 128 19.94 3.49 3.967 10.07 16.02 2.026e-8
bw_rnn_codes four/5 91.28 14.2 3.872 2.06 8.373 11.98 1.358e-9
bw_rnn_codes four/8 45.84 17.83 0 0.1247 2.197 15.93
bw_rnn_codes fours 0 0 0 0 0 3.81 0.00001234
bw_rnn_codes hidden/2 155.3 28.01 29.92 9.575 14.43 1.07 2.225 8.013e-11
bw_rnn_codes hidden/4 145.1 26.47 34.32 8.635 12.55 1.128 2.225
bw_rnn_codes hidden/8 153.3 26.67 32.46 9.278 12.23 1.207 2.225
bw_rnn_codes in/2 25.65 3.651 3.256 0.953 3.598
bw_rnn_codes in/4 31.36 4.53 1.336 1.471 4.56 0.01255 0 1.207e-11
bw_rnn_codes in/8 24.45 3.675 1.077 1.122 4.085 0 0 3.272e-11
bw_rnn_codes rest/2 115 16.76 13.62 4.419 14.37 8.473 0.000001228 2.495e-10
bw_rnn_codes rest/3 45.99 4.041 7.223 0 2.499 5.127 7.222e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 49.55 5.784 8.304 1.326 4.723 3.062 2.385e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 352.4 67.24 92.35 45.14 48.63 0 0 4
bw_rnn_codes step 0 0 0 0 0 4.333 1.144e-7 2.355e-9
bw_rnn_codes unit 53.14 9.425 11.16 3.225 4.517 0.4011 0.7753
bw_slice_row code/2 1.488 0.3509 0.5978 0.1155 0.1868 1.241e-10 0 0.0272
bw_slice_row code/4 1.1 0.2994 0.4149 0.1381 0.07598 7.447e-11 0 0.01824
bw_slice_row code/8 1.156 0.3785 0.2983 0.2612 0.08472 6.154e-11 0 0.01359
bw_slice_row row 87.18 20.14 42.95 9.583 11.13 8.003e-9 0 1.082
bw_slice_row run 37.63 9.323 0 0.08168 4.01 2
bw_slice_row spread/2 8.538 0 0 0.6922 0 1
bw_slice_row spread/4 24.12 3.427 0 0.8933 0.696 1
bw_slice_row spread/8 21.3 2.78 0 0.8608 0.3236 1
bw_softmax_codes in/2 123.1 15 0.01012 3 5.162 1 10
bw_softmax_codes in/4 119.6 14.84 0 2.933 6.473 1 10
bw_softmax_codes in/8 115.7 14.99 0.01758 2.998 5.91 1 10
bw_softmax_codes pixel 513.5 9.537 9.487 4.724 73.64 1.37e-9 1.37e-8
bw_sum_codes bytes 42.87 5.33 1.067 1.846 2.139 0 2
bw_sum_codes call 79.44 23.79 20.43 17.37 0 0 2.75e-9
bw_sum_codes chunk 127.3 21.23 32.98 3.74 17.62 2.845 6.259e-10 1.768
bw_sum_codes in/2 19.17 1.465 0 1.274 2.195 0 0.651
bw_sum_codes in/4 19.99 1.645 0 1.321 1.237 0 0.651
bw_sum_codes in/8 14.5 1.474 0.0005576 0.5296 0.5223 0 0.651
bw_sum_codes out/2 24.54 1.534 0 0.8313 1.501 0 0.6597
bw_sum_codes out/4 25.23 1.523 0.0001342 1.073 1.437 0 0.6597
bw_sum_codes out/8 10.42 1.545 0 0.8258 0.6031 0 0.6597
bw_sum_codes second/2 19.55 1.601 0.0001005 1.11 1.238 0 0.6894
bw_sum_codes second/4 18.91 1.662 0 1.13 1.027 0 0.6894
bw_sum_codes second/8 13.74 1.527 0.0003322 0.3453 0.8508 0 0.6894 0.001297
bw_transpose_codes code/2 37.85 6.518 0.2079 2.377 2.553 0.1582
bw_transpose_codes code/4 39.74 6.834 0.4536 2.625 2.909 0.2464
bw_transpose_codes code/8 36.8 6.35 0.04503 2.24 2.357 0.1134
`,
  },
};
