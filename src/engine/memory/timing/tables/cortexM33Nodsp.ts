/** Instructions of cortex-m33-nodsp. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const CORTEX_M33_NODSP: InstructionData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_average_pool_row chunk 138.1 21.5 22.26 44.16 34.45 0 7.299e-10
bw_average_pool_row chunkTap 47.97 8.58 8.01 1.243 4.356 2.033
bw_average_pool_row in/2 10.1 1.272 0.003697 1.251 1.374 0.0002991 1.613e-11
bw_average_pool_row in/4 10.05 1.249 0.002706 1.242 1.162 0 1.048e-11
bw_average_pool_row in/8 8.07 1.26 0.002608 1.249 1.357 0 9.007e-12
bw_average_pool_row inOdd/2 9.023 2.121 0.0438 1.95 0 0.04091
bw_average_pool_row inOdd/4 2.297 1.837 0.001861 1.813 0 0.0006155
bw_average_pool_row out/2 40.52 0.9668 0 1.095 0.3844 0.004836 1
bw_average_pool_row out/4 42.28 1.097 0 1.407 1.112 0.00457 1
bw_average_pool_row out/8 26.03 1.161 0.007027 1.196 1.124 0.003013 1
bw_average_pool_row outOdd/4 218.5 0 0 0 23.1 0 1
bw_average_pool_row pixel 105.9 14.34 2.602 5.039 0 0.8874
bw_average_pool_row rest 9.211 1.748 0.03978 1.678 1.937 0.009269
bw_average_pool_row row 108.2 25.18 27.97 10.78
bw_convolution_row any/2 6.409 0.5664 0 0.6438 0.3556 0.03663
bw_convolution_row any/4 5.65 0.3323 0 0.6026 0.4284
bw_convolution_row any/8 6.351 0.96 0.09202 0.649 0.5034 0.01371
bw_convolution_row anyOdd/2 2.517 0 0 0 0.6769 0.08193 1.665e-11
bw_convolution_row anyOdd/4 12.68 1.68 0 0.005289 0.9013 0.07114 9.604e-12
bw_convolution_row anyPixel 138.9 33.84 36.31 14.12 9.663 0.2594 4.936e-11 0.02932
bw_convolution_row anyTap 17.87 3.03 3.462 1.049 2.36 0.2814
bw_convolution_row group 154.6 52.25 41.13 19.61 0 1.25 0 5.2
bw_convolution_row one/2 103.1 20.03 4.05 0.6876 2.486 31.97
bw_convolution_row one/3 77.34 14.54 4.452 0.7999 2.165 20 7.172e-13
bw_convolution_row one/4 74.8 13.27 5.126 1.036 3.087 15.99 6.26e-13
bw_convolution_row one/5 46.54 8.19 2.555 0.03259 2.119 8.009 8.078e-13
bw_convolution_row one/8 42.35 5.874 0 0 1.417 16.02 1.122e-12 0.0004986
bw_convolution_row oneBlock/8 134.5 30.83 32.25 2.341 5.296 7.879 4 0.01062
bw_convolution_row oneBlock/narrow 238.6 37.65 31.11 14.34 19.25 7.746 4 0.01127
bw_convolution_row rest/2 77.62 9.757 0.3856 0.2109 7.949 7.993 8.708e-13
bw_convolution_row rest/3 57.12 5.95 0 0.6377 5.543 4.933 0 0.008984
bw_convolution_row rest/4 42.81 4.374 0 0.1151 3.981 3.99 1.11e-12 0.00405
bw_convolution_row rest/5 34.84 3.302 0 0.1321 3.081 2.994 4.143e-14
bw_convolution_row rest/8 19.17 4.489 0.07285 0.08453 1.061 3.004
bw_convolution_row restChannel 75.4 16.3 19.19 2.515 4.984 3.431 1 0.06405
bw_convolution_row row 108.2 0 0 12.36 22.7
bw_convolution_row single 43.82 14.53 21.75 9.121 6.414 0.5933 7.467e-11 0.1791
bw_convolution_row three/2 209.4 45.15 18.7 7.074 2.568 95.97 4.462e-11 0.00128
bw_convolution_row three/3 158.3 34.27 12.51 10.35 2.605 60 2.438e-11
bw_convolution_row three/4 150.9 35 12.59 10.19 3.49 47.99 1.749e-11
bw_convolution_row three/5 123.9 35.98 4.025 13.91 2.414 23.97 1.57e-11
bw_convolution_row three/8 97.76 14.87 0 0 2.096 47.98 1.109e-11
bw_convolution_row threeBlock/8 394.5 96.25 78.38 52.31 24.58 23.95 12
bw_convolution_row threeBlock/narrow 612.7 105.6 81.62 59.89 36.13 24.15 12 0.002373
bw_convolution_row triple 115.9 26.38 42.98 15.5 3.529 0.114 3.611e-10 0.04329
bw_convolution_row whole/2 3.62 0.1827 0 0.4891 0.195 0 0 0.0008381
bw_convolution_row whole/4 3.298 0.1241 0 0.4843 0.1707 0 0 0.001213
bw_convolution_row whole/8 4.395 1.147 0 0.4544 0.2275 0.003637 0 0.0007182
bw_convolution_row wholeOdd/2 16.06 1.761 0.1063 0.9485 1.179 0.006015 7.161e-13 0.0007824
bw_convolution_row wholeOdd/4 5.324 0.3739 0 0.558 0.3184 0 0 0.001247
bw_convolution_row wholePixel 25.71 6.321 11.95 4.398 1.011 0.09765 0 0.03706
bw_convolution_row wholeRun 43.02 5.422 2.82 0.4406 5.546 0.6992 3.391e-12
bw_depthwise_row block 139.3 40.45 21.29 22.27 7.509 1.313 0.001767 0.008916
bw_depthwise_row edge/8 165.8 27.6 39.26 6.953 19.26 0 3.999
bw_depthwise_row edge/narrow 247.8 34.21 37.55 11.39 24.76 7.859 3.999
bw_depthwise_row edgeTap/2 6.064 0.02047 0 0 0.1118 1.836 0.00008196
bw_depthwise_row edgeTap/4 9.664 1.583 0.4358 0.253 0.4484 2.069 0.00001449
bw_depthwise_row edgeTap/8 11.72 2.926 0.6615 0.842 0.7544 2.829
bw_depthwise_row pixel/8 88.62 21.05 30.44 2.931 7.096 4.57 4 0.00177
bw_depthwise_row pixel/narrow 172.3 26.13 31.56 7.615 11.8 5.989 4
bw_depthwise_row point 12.27 2.231 0 0.9211 0.9298 0.1953 0.0001519
bw_depthwise_row row 281.3 57.84 34.42 24.44 26.36 0 0.9928 2.082
bw_depthwise_row single 100.9 25.19 2.714 11.88 1.529 2.394 0.9879 0.07791
bw_depthwise_row singleTap/2 50.64 8.345 0.04253 0.2272 1.661 1.095
bw_depthwise_row singleTap/4 51.41 8.213 0.001578 0.3207 2.268 1.033
bw_depthwise_row singleTap/8 48.97 8.387 0.05919 0.4015 2.003 1.073 0.0008805 0.003807
bw_depthwise_row tap/2 16.94 1.771 0.7209 0.05103 0.854 3.557
bw_depthwise_row tap/4 18.58 2.739 0.9931 0 0.901 3.669
bw_depthwise_row tap/8 15.13 3.412 0.8354 0 0.8522 3.409
bw_depthwise_row threeBlock/2 686.6 115.4 27.23 64.16 50.05 11.62 0.006447
bw_depthwise_row threeBlock/3 590.4 94.45 21.65 50.89 43.4 1.445 0.001389
bw_depthwise_row threeBlock/4 601.7 100.6 22.67 56.24 45.47 0 0.004613
bw_depthwise_row threeBlock/5 731 123.1 30.02 63.59 53.43 7.993 0.001372
bw_depthwise_row threeBlock/8 721.6 126.5 35.93 72.2 59.91 12.66 0.003215 0.01097
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 35.01 5.43 8.735 15.36 9.543 0 0.0009197 0.01836
bw_depthwise_row threeNarrow 65.26 0.9368 0.3426 4.049 3.614 0 0.0001994
bw_depthwise_row threePixel/narrow 254.6 47.12 39.88 3.846 15.52 36.55 4
bw_depthwise_row threePixel/8 231.8 52.96 37.78 2.253 14.78 35.38 4
bw_depthwise_row unpack/2 57.53 8.077 1.19 4.134 4.465 1.826
bw_depthwise_row unpack/3 46.12 5.431 0.04362 2.272 3.278 0.3155 0.00002362 0.001916
bw_depthwise_row unpack/4 51.84 7.097 0.7293 3.783 3.915 1.178 0.00004718 0.003684
bw_depthwise_row unpack/5 47.66 6.07 0.3176 3.464 3.34 0.5008
bw_depthwise_row unpack/8 48.91 6.496 0.3165 3.629 3.919 1.113
bw_gru_codes four/2 101.5 20.28 13.67 0.4583 2.673 32 7.429e-9
bw_gru_codes four/3 74.14 14.26 12.21 0.7038 2.748 20 3.491e-9
bw_gru_codes four/4 73.45 13.09 9.427 1.046 3.805 16 3.533e-9
bw_gru_codes four/5 36.14 6.943 4.682 0 2.097 8
bw_gru_codes four/8 38.79 4.471 0 0.00982 1.037 16 1.546e-9
bw_gru_codes fours 187.1 30.43 27.23 11.97 10.76 3.259 2.754
bw_gru_codes hidden/2 263.8 45.59 29.4 16.15 14.6 4.698 3.951
bw_gru_codes hidden/4 278.5 45.84 45.02 18.87 17.46 4.698 3.951
bw_gru_codes hidden/8 267.7 43.39 38.67 17.02 15.25 4.698 3.951
bw_gru_codes in/2 30.43 2.501 8.899 2.001 3.287 0 4.782e-9
bw_gru_codes in/4 22.97 2.192 0 0.9075 0.6859 6.397e-9 3.399e-9
bw_gru_codes in/8 22.23 2.492 0 1.461 1.29 4.223e-8
bw_gru_codes rest/2 141.6 20.93 25.48 7.664 13.02 8.657 0.3443
bw_gru_codes rest/3 70.99 7.776 0.5045 1.847 5.358 5.164 0.08607
bw_gru_codes rest/4 49.75 5.538 1.544 1.195 4.413 4.131 0.06885
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 230.3 22.57 0 58.76 49.7 7.757e-7 4
bw_gru_codes step 144.7 41.49 188.4 0 0 3 2.358e-7
bw_gru_codes unit 134.9 21.93 19.62 8.627 7.76 2.358 1.983
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
bw_lstm_codes four/2 154.8 24.69 11.6 2.927 3.601 31.97
bw_lstm_codes four/3 93.97 15.84 15.93 1.174 2.681 19.98
bw_lstm_codes four/4 80.55 13.27 10.68 0.9879 3.469 15.98
bw_lstm_codes four/5 45.12 7.852 4.384 0 2.226 7.99 9.317e-10
bw_lstm_codes four/8 40.65 4.425 0 0.02993 0.9448 15.99 5.79e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.000003453
bw_lstm_codes hidden/2 470.1 79.91 70.08 27.48 28.43 7.668 6.07
bw_lstm_codes hidden/4 416.3 72.42 77.92 22.2 29 7.483 6.07
bw_lstm_codes hidden/8 404.1 69.94 67.86 21.78 27.55 7.491 6.07
bw_lstm_codes in/2 0 0 0 0 0.4937
bw_lstm_codes in/4 14.97 1.687 0 0.9657 0.4662 0.01465
bw_lstm_codes in/8 12.68 1.654 0 0.9744 0.699 0.01594
bw_lstm_codes rest/2 54.82 7.087 9.951 0.3462 8.184 8.101 2.23e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 44.24 4.784 0 1.129 4.356 4.054 8.645e-8
bw_lstm_codes rest/5 42.8 4.624 3.946 1.018 6.461 3.05 9.675e-8
bw_lstm_codes rest/8 21.33 5.117 0.9833 1.164 1.274 3.066 1.24e-7
bw_lstm_codes sequence 517.1 63.8 68.2 69.09 67.61 0 4
bw_lstm_codes step 186.5 13.21 0 4.162 1.719 2.356
bw_lstm_codes unit 197 34.08 33.22 10.65 13.38 3.619 2.93
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
bw_multiply_codes call 77.15 26.5 23.06 21.57 4.223 0 2.598e-9
bw_multiply_codes chunk 135.9 28.11 33.93 10.54 21.52 0.907 3.556e-10 0.907
bw_multiply_codes in/2 10.88 1.08 0 0.3636 0.764 0 0.2673
bw_multiply_codes in/4 10.9 1.284 0.003562 0.4379 0.1991 0 0.2673
bw_multiply_codes in/8 8.23 1.239 0.0146 0.4431 0.686 0 0.2673
bw_multiply_codes out/2 22.32 1.929 0.004111 0.7309 1.54 0 0.3752
bw_multiply_codes out/4 22.91 1.746 0.01365 0.8835 1.844 0 0.3752
bw_multiply_codes out/8 8.02 1.676 0.004456 0.5791 0.7327 0 0.3752
bw_multiply_codes second/2 13.11 1.721 0.009706 0.6307 1.058 0 0.3575
bw_multiply_codes second/4 12.84 1.476 0.009085 0.4606 0.5402 0 0.3575
bw_multiply_codes second/8 10.83 1.657 0.003464 0.5932 0.8997 0 0.3575
bw_normalize_codes call 780.2 146 38.52 85.6 68.85 1.183e-8 1.095 4.518e-10
bw_normalize_codes in/2 53.75 9.641 0.1887 0.9634 1.992 0.9819 1.954 4.824e-12
bw_normalize_codes in/4 49.75 8.932 0.03156 0.5502 1.097 0.9819 1.965
bw_normalize_codes in/8 47.32 8.541 0 0.3963 1.185 0.9819 1.958 1.933e-12
bw_normalize_codes out/2 50.44 9.1 0.02659 0.6358 1.783 1.018 2.038 6.165e-12
bw_normalize_codes out/4 50.25 9.053 0.02106 0.636 1.838 1.018 2.04
bw_normalize_codes out/8 51.21 9.207 0 0.449 0.8133 1.018 2.026 2.614e-13
bw_normalize_codes span 280.5 20.95 3.234 12.45 16.16 1 1.737 1
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
bw_rnn_codes four/2 113.5 19.86 12.7 1.686 4.45 32 4.477e-9
bw_rnn_codes four/3 78.56 13.58 15.16 1.002 3.215 20 1.336e-8
bw_rnn_codes four/4 71.55 12.37 9.905 0.7607 2.981 16 1.666e-8
bw_rnn_codes four/5 43.25 7.554 3.959 0.05011 2.397 8 1.157e-9
bw_rnn_codes four/8 37.25 3.922 0 0.03915 1.167 16
bw_rnn_codes fours 0 0 0 0 0 0 0.00001356
bw_rnn_codes hidden/2 157.2 24.66 17.01 8.48 12.64 1.852 2.226
bw_rnn_codes hidden/4 145.1 23.7 19.03 7.28 10.99 1.86 2.226
bw_rnn_codes hidden/8 156.7 25.37 18.16 7.226 10.1 1.855 2.226
bw_rnn_codes in/2 18.79 1.969 0 1.009 0.6468
bw_rnn_codes in/4 24.73 2.504 0 1.579 1.406
bw_rnn_codes in/8 17.15 1.437 0 1.516 1.311
bw_rnn_codes rest/2 111 13.76 20.1 4.221 10.93 8.195 0.000001338
bw_rnn_codes rest/3 49.09 7.03 0.4948 0.4586 2.212 5.119 8.03e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 46.53 5.033 2.728 0.8001 3.708 3.038 2.612e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 372.4 50.39 0 56.11 34.95 0.006287 4
bw_rnn_codes step 0 5.151 77.04 0 0 3.002 8.189e-8
bw_rnn_codes unit 53.84 8.645 6.248 2.653 3.844 0.6453 0.7743
bw_slice_row code/2 1.52 0.3296 0.5992 0.09428 0.316 1.215e-10 0 0.02726
bw_slice_row code/4 1.119 0.2849 0.4157 0.124 0.1618 7.23e-11 0 0.01827
bw_slice_row code/8 1.171 0.3678 0.2986 0.2506 0.1491 6.022e-11 0 0.0136
bw_slice_row row 92.89 19.3 42.82 10.67 15.48 8.015e-9 0 1.076
bw_slice_row run 34.42 6.113 0 1.87 2.242 2
bw_slice_row spread/2 8.509 1.202 0 1.034 0 1
bw_slice_row spread/4 24.12 4.476 0 0.9438 0.5683 1
bw_slice_row spread/8 21.15 3.854 0 0.9659 0 1
bw_softmax_codes in/2 108.3 9.002 0.01157 2.001 3.272 1 10
bw_softmax_codes in/4 104.8 8.859 0 1.949 4.448 1 10
bw_softmax_codes in/8 100.6 8.997 0.01791 1.999 3.918 1 10
bw_softmax_codes pixel 490.9 10.95 11.42 6.162 52.75 1.354e-9 1.354e-8
bw_sum_codes bytes 36.01 4.395 1.129 1.945 2.107 0 2
bw_sum_codes call 89.93 26.64 22.2 20.86 5.754 0 2.5e-9
bw_sum_codes chunk 127.3 23.25 33.91 8.368 14.95 0.8592 7.255e-10 0.8592
bw_sum_codes in/2 13.9 1.153 0 0.5343 1.028 0 0.6568
bw_sum_codes in/4 15.47 1.315 0.006055 0.6633 0.7789 0 0.6568
bw_sum_codes in/8 12.44 1.164 0.008003 0.5351 0.6118 0 0.6568
bw_sum_codes out/2 20.86 1.201 0.006792 0.5031 0.8967 0 0.6562
bw_sum_codes out/4 21.65 1.188 0.01268 0.7582 0.967 0 0.6562
bw_sum_codes out/8 7.432 1.206 0 0.5404 0.5745 0 0.6562
bw_sum_codes second/2 15.21 1.255 0.01063 0.6071 0.7494 0 0.687
bw_sum_codes second/4 14.57 1.303 0.01753 0.6211 0.7187 0 0.687
bw_sum_codes second/8 12.07 1.182 0 0.5372 0.8567 0.001513 0.687 0.001513
bw_transpose_codes code/2 41.41 6.372 1.21 2.381 2.256 0.1597
bw_transpose_codes code/4 43.56 6.686 1.53 2.708 2.52 0.2767
bw_transpose_codes code/8 40.48 6.24 1.045 2.242 2.135 0.1141
`,
    3: `
bw_average_pool_row chunk 121.8 23.43 19.32 40.11 20.29 0 7.23e-10
bw_average_pool_row chunkTap 48.64 8.582 14.01 1.245 4.396 2.033
bw_average_pool_row in/2 11.91 1.272 0.003558 1.252 1.14 0.0002281 1.83e-11
bw_average_pool_row in/4 11.96 1.249 0.002588 1.242 1.21 0 1.159e-11
bw_average_pool_row in/8 8.017 1.26 0.002687 1.249 1.351 0 8.971e-12
bw_average_pool_row inOdd/2 8.381 2.12 0.04431 1.948 0 0.04094
bw_average_pool_row inOdd/4 0.6858 1.837 0.002075 1.813 0 0.0007635
bw_average_pool_row out/2 31.21 0.9688 0 1.088 0 0.005167 1
bw_average_pool_row out/4 33.49 1.097 0 1.406 0.9949 0.005447 1
bw_average_pool_row out/8 25.12 1.163 0.006386 1.197 1.305 0.003318 1
bw_average_pool_row outOdd/4 252.6 0 0 0 23.68 0 1
bw_average_pool_row pixel 122.6 14.39 2.548 6.09 11.32 0.8863
bw_average_pool_row rest 8.962 1.747 0.03985 1.677 1.988 0.009259
bw_average_pool_row row 116.8 25.21 27.99 10.79
bw_convolution_row any/2 6.395 0.8372 0 0.6971 0.04682 0.006889
bw_convolution_row any/4 5.564 0.4293 0 0.6344 0.2426
bw_convolution_row any/8 5.812 0.9613 0.04147 0.6307 0.2623 0.0203
bw_convolution_row anyOdd/2 4.998 0.4034 0 0 0.2259 0.02089 1.556e-11
bw_convolution_row anyOdd/4 15.9 2.576 0 0.2263 1.057 0.1247 8.484e-12
bw_convolution_row anyPixel 125.5 28.09 33.52 12.97 13.22 1.607 1.522e-10 0.05017
bw_convolution_row anyTap 14.44 2.407 2.937 0.6732 1.966 0.1975
bw_convolution_row group 84.39 49.49 44.51 0 0 1.869 0 5.193
bw_convolution_row one/2 103.6 19.81 4.06 0.5574 3.664 32.03
bw_convolution_row one/3 66.08 12.38 3.005 0.1569 0.9076 18.57 6.546e-13
bw_convolution_row one/4 56.4 10.24 3.08 0.1321 1.086 13.99 5.224e-13
bw_convolution_row one/5 46.66 8.144 2.543 0.01721 2.239 8.036 8.775e-13
bw_convolution_row one/8 42.67 5.09 0 0 0.8122 16.08 1.159e-12 0.0006766
bw_convolution_row oneBlock/8 107.2 23.44 31.35 3.597 4.694 7.03 4 0.00953
bw_convolution_row oneBlock/narrow 173.1 31.7 29.19 10.37 16.5 7.583 4 0.01465
bw_convolution_row rest/2 43.97 10.02 1.018 0.07208 1.711 7.052 2.61e-13
bw_convolution_row rest/3 34.09 6.378 0.04134 1.379 1.966 3.926 0 0.008012
bw_convolution_row rest/4 22.68 4.24 0 0.07438 1.146 2.992 8.556e-13 0.002722
bw_convolution_row rest/5 18.29 3.153 0 0.1038 1.337 1.987
bw_convolution_row rest/8 19.15 4.489 0.1189 0.03781 1.197 3.024
bw_convolution_row restChannel 79.06 17.89 15.79 2.288 3.651 3.124 1 0.07343
bw_convolution_row row 191 0 0 36.54 23.67
bw_convolution_row single 35.45 12.12 15.26 10.16 1.407 0 0 0.1766
bw_convolution_row three/2 212 45.12 19.27 7.075 2.426 96 4.652e-11 0.00256
bw_convolution_row three/3 158.1 33.91 12.51 10.48 2.771 60.01 2.48e-11
bw_convolution_row three/4 150.6 34.88 12.59 10.17 3.845 47.99 1.703e-11
bw_convolution_row three/5 123.4 34.88 4.068 13.77 2.936 24.04 1.689e-11
bw_convolution_row three/8 97.49 14.72 0 0 2.364 47.99 1.118e-11
bw_convolution_row threeBlock/8 314.1 79.9 59.39 39.09 5.744 23.74 12
bw_convolution_row threeBlock/narrow 414.3 87.17 61.37 44.97 4.331 24.05 12 0.002802
bw_convolution_row triple 114.7 25.87 41.42 12.8 10.92 0.9749 0 0.04276
bw_convolution_row whole/2 3.617 0.217 0 0.4771 0.1828 0.00114 0 0.0008459
bw_convolution_row whole/4 3.368 0.3027 0 0.4962 0.1628 0 0 0.001357
bw_convolution_row whole/8 4.419 1.179 0 0.4702 0.2131 0.001978 0 0.0006637
bw_convolution_row wholeOdd/2 16.21 1.557 0.04672 0.8913 1.448 0.00176 6.405e-13 0.000539
bw_convolution_row wholeOdd/4 5.207 0.362 0 0.5263 0.3698 0.001346 0 0.001348
bw_convolution_row wholePixel 25.12 6.335 10.72 3.902 1.934 0.1054 1.085e-10 0.03527
bw_convolution_row wholeRun 44.88 6.211 3.276 1.487 5.386 0.4776 6.43e-12
bw_depthwise_row block 143.1 40.54 25.29 22.06 7.052 1.102 0.001531 0.008735
bw_depthwise_row edge/8 130.3 23.17 32.79 0 10.15 0 3.999
bw_depthwise_row edge/narrow 180.2 30.19 32.91 3.664 12.86 7.91 3.999
bw_depthwise_row edgeTap/2 6.172 0 0 0 0.1002 1.836 0.00007166
bw_depthwise_row edgeTap/4 9.71 1.576 0.6134 0.2392 0.4623 2.069 0.00001318
bw_depthwise_row edgeTap/8 11.74 2.972 0.8328 0.8227 0.765 2.808
bw_depthwise_row pixel/8 65.36 14.88 6.442 3.516 0.4812 4.619 4 0.001585
bw_depthwise_row pixel/narrow 109.1 18.05 4.941 7.214 1.804 5.952 4
bw_depthwise_row point 11.8 1.819 0 0.9121 0.742 0.1566 0.0001281
bw_depthwise_row row 264.5 53.75 25.18 23.41 21.71 0 0.994 2.075
bw_depthwise_row single 101.1 25.19 2.654 11.85 1.494 2.319 0.9879 0.08116
bw_depthwise_row singleTap/2 50.64 8.39 0.1046 0.2343 1.69 1.106
bw_depthwise_row singleTap/4 51.4 8.223 0.01365 0.322 2.271 1.037
bw_depthwise_row singleTap/8 48.81 8.427 0.07962 0.4408 1.99 1.083 0.0008735 0.003874
bw_depthwise_row tap/2 18.2 2.735 3.891 0 1.249 3.557
bw_depthwise_row tap/4 18.3 3.655 0.7341 0 0.8877 3.641
bw_depthwise_row tap/8 15.13 3.382 0.6911 0 0.8225 3.41
bw_depthwise_row threeBlock/2 675.5 117.2 36.96 61.7 49.15 12.69 0.005499
bw_depthwise_row threeBlock/3 581.5 94.91 26.95 47.74 43.48 1.443 0.001112
bw_depthwise_row threeBlock/4 587.4 99.89 29.7 53.64 44.51 0 0.003966
bw_depthwise_row threeBlock/5 723.1 123.3 35.08 60.63 53.05 8.519 0.001061
bw_depthwise_row threeBlock/8 711 127.3 43.32 68.74 59.47 13.09 0.002648 0.01015
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 24.76 8.74 33.8 8 7.012 0 0.0008446 0.01675
bw_depthwise_row threeNarrow 27.9 0.1398 0.7937 3.132 0.562 0 0.0001623
bw_depthwise_row threePixel/narrow 230 47.42 11.73 3.711 8.651 36.45 4
bw_depthwise_row threePixel/8 208 46 10.47 3.128 7.914 35.18 4
bw_depthwise_row unpack/2 56.13 8.185 1.477 3.958 4.521 1.844
bw_depthwise_row unpack/3 45.13 5.545 0 2.272 3.321 0.3995 0.00002466 0.00209
bw_depthwise_row unpack/4 50.72 7.303 0.488 3.732 3.893 1.277 0.00004447 0.003557
bw_depthwise_row unpack/5 46.19 6.078 0.2365 3.33 3.32 0.4725
bw_depthwise_row unpack/8 47.96 6.674 0.356 3.477 4.015 1.149
bw_gru_codes four/2 102.7 19.91 13.72 0.3969 2.743 32.67 7.574e-9
bw_gru_codes four/3 58.92 12.31 10.34 0.6986 2.177 18.4 3.703e-9
bw_gru_codes four/4 52.73 10.15 7.288 0.4662 1.827 14.09 3.603e-9
bw_gru_codes four/5 39.22 7.658 5.355 0 1.184 8.375 2.255e-10
bw_gru_codes four/8 38.52 4.34 0 0 1.008 16.09 1.587e-9
bw_gru_codes fours 178.4 31.36 28.56 9.645 6.034 2.914 2.773
bw_gru_codes hidden/2 251.2 46.64 30.01 12.45 9.74 3.842 3.928
bw_gru_codes hidden/4 254.6 46.46 45.94 15.44 11.56 2.496 3.928
bw_gru_codes hidden/8 252.9 44.19 40.15 13.5 8.187 4.344 3.928
bw_gru_codes in/2 24.46 1.917 9.659 2.096 1.551 0 5.278e-9
bw_gru_codes in/4 25.27 1.794 0 0.5112 0 0.4418 3.255e-9
bw_gru_codes in/8 22.24 2.276 0 1.118 1.102
bw_gru_codes rest/2 119.2 22.54 28.95 6.513 5.898 7.917 0.3466
bw_gru_codes rest/3 47.38 7.257 0.2492 1.145 1.253 3.994 0.08665
bw_gru_codes rest/4 30.99 5.841 1.58 1.008 1.351 3.225 0.06932
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 214.9 50.5 0 61.68 29.9 0 4
bw_gru_codes step 40.96 0 171.6 0 41.48 0 2.327e-7
bw_gru_codes unit 128.3 22.56 20.54 6.936 4.341 2.105 1.993
bw_join_codes call 149.2 26.49 43.33 12.58 37.87 0 7.403e-9
bw_join_codes copied/4 0 0 0 0.1342 0.4853 0 7.494e-10 2.429e-12
bw_join_codes copied/8 1.291 0.4211 0.3343 0.2327 0.6709 0 1.403e-10 5.481e-12
bw_join_codes copiedRun 96.28 17.24 14.14 7.758 10.88 0 0 1
bw_join_codes in/2 26.71 1.694 0.3 0.9693 1.409 0 0.6169
bw_join_codes in/4 26.95 1.666 0.2542 0.975 1.475 0 0.6169
bw_join_codes in/8 22.48 1.764 0.4137 0.9718 1.734 0 0.6169 7.941e-13
bw_join_codes inOdd/2 73.83 7.896 1.217 3.796 2.125 0 0.5519
bw_join_codes inOdd/4 100.7 17.66 2.345 5.986 11.14 0 0.5519
bw_join_codes out/2 12.82 1.184 0.1292 0.5714 0.834 0 0.1951
bw_join_codes out/4 20.51 1.18 0.3721 0.8034 0.9887 0 0.3831 1.412e-12
bw_join_codes out/8 14.51 1.075 0.227 0.5933 1.017 0 0.3831
bw_join_codes outOdd/2 820.3 75.8 8.266 36.57 53.38 0 12.48
bw_join_codes outOdd/4 61.15 6.661 1.024 3.162 1.865 0 0.4481
bw_join_codes run 118.7 28.05 42.04 14.5 11.3 0 4.303e-9 2.525e-11
bw_lookup_codes call 53.8 16.24 19 7.729 1.562
bw_lookup_codes chunk 92.02 11.86 24 2.195 10.93
bw_lookup_codes in/2 6.92 0.6265 1.142e-9 0.6716 0.5786
bw_lookup_codes in/4 7.081 0.6434 9.355e-9 0.6805 0.6291
bw_lookup_codes in/8 2.776 0.6192 0 0.668 0.5201
bw_lookup_codes out/2 8.475 0.7826 9.422e-8 0.8213 0.7056
bw_lookup_codes out/4 10.16 0.7909 9.711e-8 1.075 0.764
bw_lookup_codes out/8 2.909 0.7775 9.553e-8 0.8186 0.6455
bw_lstm_codes four/2 152.5 24.15 10.97 2.769 4.28 31.8
bw_lstm_codes four/3 74.27 13.09 12.88 0.935 1.922 17.94
bw_lstm_codes four/4 58.6 10.58 7.977 0.5433 1.4 13.94
bw_lstm_codes four/5 45.29 7.947 4.292 0 1.812 8.221 8.927e-10
bw_lstm_codes four/8 40.54 4.472 0 0.0385 0.6306 16.11 5.469e-10
bw_lstm_codes fours 0 0 0 0 0 3.248 0.000003521
bw_lstm_codes hidden/2 463.1 73.88 73.97 21.92 20.37 6.133 6.06
bw_lstm_codes hidden/4 383.1 65.02 78.82 18.32 20.11 3.546 6.06
bw_lstm_codes hidden/8 376.1 64.09 70.66 18.55 19.67 4.182 6.06
bw_lstm_codes in/2 0 0 0 0 0 0.08187
bw_lstm_codes in/4 16.84 1.64 0 0.8037 0.6686
bw_lstm_codes in/8 15.03 1.568 0 0.6646 0.5104 0.1398
bw_lstm_codes rest/2 25.43 8.88 11.05 0.5188 0.5369 7.692 2.252e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 27.34 5.2 0 0.7385 0.9998 3.495 8.808e-8
bw_lstm_codes rest/5 25.82 4.536 3.021 0.6477 1.794 2.1 9.863e-8
bw_lstm_codes rest/8 22.78 5.232 0.3307 0.605 1.084 3.364 1.263e-7
bw_lstm_codes sequence 362.9 41.61 61.03 59.73 45.45 0 4
bw_lstm_codes step 171.5 29.51 0 16.46 11.94
bw_lstm_codes unit 184.7 31.35 34.69 9.065 9.577 2.046 2.94
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
bw_multiply_codes call 79.79 28.79 22.04 26.11 0 0 2.471e-9
bw_multiply_codes chunk 135.6 22.09 38.92 7.499 22.41 0.8758 4.539e-10 0.8758
bw_multiply_codes in/2 10 0.5992 0 0.392 0.4889 0 0.2638
bw_multiply_codes in/4 10.63 0.7503 0.005172 0.447 0.1918 0 0.2638
bw_multiply_codes in/8 5.8 0.6983 0.01463 0.442 0.5162 0 0.2638
bw_multiply_codes out/2 12.86 1.13 0.004822 0.7034 0.8127 0 0.3831
bw_multiply_codes out/4 14.12 1.015 0.01312 0.8966 1.15 0 0.3831
bw_multiply_codes out/8 6.9 0.9698 0.004942 0.6101 0.6962 0 0.3831
bw_multiply_codes second/2 10.84 0.9946 0.009689 0.6277 0.3191 0 0.3532
bw_multiply_codes second/4 11.16 0.8322 0.009737 0.5176 0.4036 0 0.3532
bw_multiply_codes second/8 7.526 0.9339 0.003869 0.5908 0.7328 0 0.3532
bw_normalize_codes call 795.7 214.4 59.24 86.25 64.57 1.174e-8 1.243 5.203e-10
bw_normalize_codes in/2 55.64 9.632 0.3651 0.9538 1.999 0.9826 1.954 4.932e-12
bw_normalize_codes in/4 51.37 8.514 0.06785 0.553 1.114 0.9826 1.966
bw_normalize_codes in/8 48.97 7.971 0 0.3936 1.204 0.9826 1.959 1.803e-12
bw_normalize_codes out/2 52.23 8.681 0.04655 0.6251 1.784 1.017 2.036 6.355e-12
bw_normalize_codes out/4 52.14 8.654 0.04369 0.6354 1.84 1.017 2.039
bw_normalize_codes out/8 52.72 8.672 0 0.4515 0.8505 1.017 2.023
bw_normalize_codes span 227.1 21.09 4.242 17.57 3.348 1 1.758 1
bw_pad_row code/2 5.373 0.324 0.3227 0.2411 0.1643 0.001407 0 0.001407
bw_pad_row code/4 3.279 0.271 0.1768 0.2996 0.22 0.004262 0 0.004262
bw_pad_row code/8 1.187 0.3472 0.1633 0.3043 0.1002 0.003273 0 0.003273
bw_pad_row codeOdd/2 20.12 2.721 1.761 1.519 0.9989 0.02222 0 0.02222
bw_pad_row codeOdd/4 8.639 0.8746 0.01236 0.5594 0.2612
bw_pad_row row 0
bw_pad_row run 172 28.3 49.29 20.23 25.22 0.4466 0 0.4466
bw_rescale_codes call 146.6 15.41 18 13.44 23.43
bw_rescale_codes chunk 0 16.4 27 4.336 30.84 0 1.08e-7
bw_rescale_codes in/2 24.59 1.389 1.038e-7 0.832 0.6407 0 0.5658
bw_rescale_codes in/4 24.49 1.39 1.022e-7 0.833 0.1506 0 0.5658
bw_rescale_codes in/8 20.36 1.391 1.038e-7 0.8343 0.3769 0 0.5658
bw_rescale_codes out/2 21.42 1.076 6.917e-9 0.6309 0 0 0.4342
bw_rescale_codes out/4 22.88 1.067 2.092e-9 0.8758 0.6227 0 0.4342
bw_rescale_codes out/8 15.65 1.068 0 0.6268 0.7553 0 0.4342
bw_resize_row code/2 0.1338 0.03002 0 0.03085 0.009556 9.799e-11 0 9.799e-11
bw_resize_row code/4 0.3024 0.1084 0 0.1113 0 8.601e-11 0 8.601e-11
bw_resize_row code/8 0.6604 0.1934 0.001154 0.1932 0.01916 8.31e-11 0 8.31e-11
bw_resize_row row 47.55 12.42 16.38 10.29 0.4899 3.41e-9 0 3.41e-9
bw_resize_row run 73.61 18.13 21.11 7.027 11.6 1 0 1
bw_rnn_codes four/2 111.2 20.48 11.42 1.662 1.022 32.54 2.014e-9
bw_rnn_codes four/3 62 12.23 11.42 0.8856 0.1233 18.6 1.122e-8
bw_rnn_codes four/4 52.35 10.06 6.68 0.1014 0.2884 14.17 1.49e-8
bw_rnn_codes four/5 43.13 7.807 3.531 0.0547 1.684 8.138 4.67e-10
bw_rnn_codes four/8 37.06 4.111 0 0.05353 0.3404 16.16
bw_rnn_codes fours 0 0 0 0 0 0 0.00001344
bw_rnn_codes hidden/2 137.8 21.27 18.56 7.686 8.83 1.38 2.227
bw_rnn_codes hidden/4 129.5 20.49 20.07 6.326 7.287 1.751 2.227
bw_rnn_codes hidden/8 139.8 21.56 19.74 6.288 8.038 1.248 2.227
bw_rnn_codes in/2 19.8 1.915 0 0.9618 0.8735 0.1027
bw_rnn_codes in/4 24.25 2.459 0 1.55 1.36
bw_rnn_codes in/8 18.03 1.649 0 1.49 0.8026 0.239
bw_rnn_codes rest/2 84.76 15.54 19.51 3.712 2.718 7.861 0.000001323
bw_rnn_codes rest/3 32.17 7.071 2.862 0 1.793 4.231 7.957e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 27.85 4.686 1.763 0.5934 2.078 1.724 2.59e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 308.9 42.54 33.67 49.51 24.11 0 4
bw_rnn_codes step 0 14.77 45.92 0 0 0.03793 6.245e-8
bw_rnn_codes unit 47.62 7.379 6.733 2.344 2.833 0.479 0.7726
bw_slice_row code/2 1.739 0.4311 0.5624 0.1858 0.326 1.13e-10 0 0.0274
bw_slice_row code/4 1.268 0.3532 0.3924 0.1849 0.1695 6.666e-11 0 0.01858
bw_slice_row code/8 1.28 0.4184 0.2803 0.2962 0.154 5.597e-11 0 0.01368
bw_slice_row row 100.4 22.44 41.32 12.49 15.72 7.747e-9 0 1.028
bw_slice_row run 30.34 8.345 1.308 0.48 1.872 2
bw_slice_row spread/2 7.372 0.3772 0 0 0 1
bw_slice_row spread/4 23.16 4.368 0 0.7784 0.6259 1
bw_slice_row spread/8 19.92 3.553 0 0.5938 0.05709 1
bw_softmax_codes in/2 110.3 12 0.01169 2.001 4.286 1 10
bw_softmax_codes in/4 106.8 11.85 0 1.923 5.523 1 10
bw_softmax_codes in/8 102.7 12 0.01807 1.998 5.28 1 10
bw_softmax_codes pixel 490.6 12.48 11.42 7.242 52.25 1.357e-9 1.357e-8
bw_sum_codes bytes 35.94 4.395 1.355 1.945 2.103 0 2
bw_sum_codes call 106.8 28.82 22.38 22.87 7.045 0 2.614e-9
bw_sum_codes chunk 130.5 23.19 40.9 8.316 15.59 0.8602 7.627e-10 0.8602
bw_sum_codes in/2 14.11 1.149 0 0.5391 0.7311 0 0.6485
bw_sum_codes in/4 15.91 1.297 0.006378 0.653 0.6549 0 0.6485
bw_sum_codes in/8 11.05 1.143 0.008207 0.5276 0.512 0 0.6485
bw_sum_codes out/2 15.42 1.211 0.008154 0.5041 0.4211 0 0.6692
bw_sum_codes out/4 16.84 1.217 0.01424 0.7697 0.4632 0 0.6692
bw_sum_codes out/8 10.46 1.235 0 0.5514 0.7856 0 0.6692
bw_sum_codes second/2 14.96 1.237 0.009448 0.5968 0.5146 0 0.6823
bw_sum_codes second/4 14.7 1.302 0.01527 0.6259 0.6398 0 0.6823
bw_sum_codes second/8 10.11 1.175 0 0.5365 0.7058 0.0003461 0.6823 0.0003461
bw_transpose_codes code/2 45.01 7.521 0.2092 2.388 2.129 0.159
bw_transpose_codes code/4 47.33 7.893 0.496 2.692 2.234 0.2631
bw_transpose_codes code/8 43.92 7.351 0.04523 2.243 2.042 0.1137
`,
    s: `
bw_average_pool_row chunk 93.87 14.74 22 35.21 34.75 0 6.322e-10
bw_average_pool_row chunkTap 47.46 6.653 7.98 0.9163 6.152 2.13
bw_average_pool_row in/2 17.03 3.28 0.001288 3.028 1.95 0.04547 1.863e-11
bw_average_pool_row in/4 16.78 3.248 0.0007301 3.013 1.363 0.06067 1.336e-11
bw_average_pool_row in/8 12.02 3.262 0.00005117 2.276 1.214 0 1.044e-11
bw_average_pool_row inOdd/2 16.91 4.204 0.01614 3.177 1.943 0.1848
bw_average_pool_row inOdd/4 11.66 4.017 0.003181 3.181 0.8029 0.05723
bw_average_pool_row out/2 47.38 3.9 0 1.942 2.239 0.3218 1
bw_average_pool_row out/4 47.9 4.095 0 2.334 3.526 0.06981 1
bw_average_pool_row out/8 31.37 4.145 0.02057 2.087 2.508 0 1
bw_average_pool_row outOdd/4 162.2 0 0 0 26.91 0 1
bw_average_pool_row pixel 124.4 13.07 0 5.308 0 1.704
bw_average_pool_row rest 12.83 3.775 0.02986 2.762 1.473
bw_average_pool_row row 137.8 25.69 33.1 18.22 7.696 1.252 9.9e-11
bw_convolution_row any/2 8.987 1.148 0 0.9089 1.107 0.1583
bw_convolution_row any/4 7.796 0.6862 0 0.6866 0.9002
bw_convolution_row any/8 8.209 1.121 0.06847 0.6425 0.9933 0.01773
bw_convolution_row anyOdd/2 4.469 0 0 0 0.511 0 1.494e-11
bw_convolution_row anyOdd/4 14.98 1.85 0.1039 0.2602 1.598 0.01565 7.739e-12
bw_convolution_row anyPixel 123.5 26.75 32.7 12.79 15.09 2.032 4.65e-11 0.07991
bw_convolution_row anyTap 21.66 3.915 4.103 1.429 2.617 0.3341
bw_convolution_row group 0 50.42 37.51 0 0 0 0 5.261
bw_convolution_row one/2 242.3 70.92 1.5 6.857 16.85 31.97
bw_convolution_row one/3 214.1 59.77 1.715 17.76 11.6 20.75 3.748e-13
bw_convolution_row one/4 127.1 26.3 3.935 2.091 10.02 15.97 2.066e-13
bw_convolution_row one/5 87.34 8.333 3.158 0.1095 8.244 12.02 3.579e-13
bw_convolution_row one/8 49.11 18.14 0 0.09943 2.647 16.07 3.88e-13 0.0002939
bw_convolution_row oneBlock/8 175.1 43.54 26.72 23.38 11.79 8.067 4 0.005756
bw_convolution_row oneBlock/narrow 234 43.68 25.7 22.17 14.9 7.524 4 0.02384
bw_convolution_row rest/2 77.65 9.607 0.4252 0.03865 8.213 8.136 8.189e-13
bw_convolution_row rest/3 58.81 6.215 0 0.468 5.912 4.936 0 0.01128
bw_convolution_row rest/4 44.46 4.435 0 0.05183 4.179 4.007 9.667e-13 0.00445
bw_convolution_row rest/5 36.84 3.338 0 0.0415 3.267 3.014 7.783e-14 0.0003826
bw_convolution_row rest/8 20.03 5.459 0.01928 0.02407 1.341 3.047
bw_convolution_row restChannel 76.06 16.2 17.6 4.696 2.444 3.255 1 0.06145
bw_convolution_row row 271.9 0 0 33.38 28.11
bw_convolution_row single 15.42 13.03 19.41 6.309 4.592 2.399 5.575e-11 0.1725
bw_convolution_row three/2 425.5 126.7 0 15.21 17.33 96.43 5.899e-11 0.00388
bw_convolution_row three/3 293.2 86.15 0 15.71 11.21 60.67 2.87e-11
bw_convolution_row three/4 255 73.11 0.117 14.68 10.83 47.88 1.863e-11
bw_convolution_row three/5 216 59.49 0.08222 15.76 11.27 35.8 1.942e-11
bw_convolution_row three/8 135.1 22.89 0 2.52 4.16 47.84 1.217e-11
bw_convolution_row threeBlock/8 365 99.83 63.17 44.12 27.39 24.97 12
bw_convolution_row threeBlock/narrow 587.7 110.9 68.54 51.4 38.79 24.87 12
bw_convolution_row triple 136.1 35.76 42.67 21.92 10.96 0.7394 2.92e-10 0.04182
bw_convolution_row whole/2 4.402 0.6357 0 0.7131 0.08704 0 0 0.0006899
bw_convolution_row whole/4 3.772 0.1359 0 0.5094 0.1662 0 0 0.0009943
bw_convolution_row whole/8 5.102 1.112 0 0.4635 0.4254 0.0001854 0 0.0004101
bw_convolution_row wholeOdd/2 20.27 1.906 0.2791 0.9557 1.646 0 7.421e-13 0.0008653
bw_convolution_row wholeOdd/4 7.134 0.5004 0 0.6169 0.5429 0 0 0.0009777
bw_convolution_row wholePixel 29.81 9.67 12.01 6.038 2.374 0.3585 0 0.029
bw_convolution_row wholeRun 47.9 7.426 2.896 1.64 5.868 0.6922 8.404e-12
bw_depthwise_row block 143.7 37.68 19.28 21.55 7.883 1.747 3.611e-10 0.01098
bw_depthwise_row edge/8 185.3 25.71 40.12 13.48 18.21 0 4
bw_depthwise_row edge/narrow 269.9 30.06 38.94 16.85 24.19 9.574 4
bw_depthwise_row edgeTap/2 5.716 0.5817 0 0 0.4818 1.836 5.147e-12
bw_depthwise_row edgeTap/4 10.01 1.927 0.4314 0.1951 0.8976 2.084 8.976e-13
bw_depthwise_row edgeTap/8 12.66 3.77 0.6415 0.7116 1.285 2.828 5.743e-13
bw_depthwise_row pixel/8 127.4 24.86 33.91 6.844 15.15 4.431 4 0.00236
bw_depthwise_row pixel/narrow 213.4 32.55 35.12 11.43 20.72 5.84 4
bw_depthwise_row point 13.4 2.317 0 1.022 2.391 0.1836
bw_depthwise_row row 296 60.49 36.42 32.18 35.91 0 0 3.072
bw_depthwise_row single 83.68 19.31 1.694 7.302 2.642 3.004 1 0.06612
bw_depthwise_row singleTap/2 71.76 12.76 0.04598 4.674 4.851 3.081 3.585e-12
bw_depthwise_row singleTap/4 73.2 12.79 0.004085 5.005 5.544 2.924 1.189e-12
bw_depthwise_row singleTap/8 69.82 12.63 0.08439 4.738 5.24 2.972 6.238e-13 0.00517
bw_depthwise_row tap/2 17.89 2.849 0.8576 0.08021 1.743 3.571 2.446e-11
bw_depthwise_row tap/4 19.46 3.666 1.037 0 1.816 3.685 1.227e-11
bw_depthwise_row tap/8 15.87 5.265 0.7937 0 1.679 3.428 1.319e-11
bw_depthwise_row threeBlock/2 857.4 180.3 27.21 88.26 78.87 12.69 4.308e-10
bw_depthwise_row threeBlock/3 752.5 158.4 19.61 76.1 65.85 2.583 3.46e-10
bw_depthwise_row threeBlock/4 778 162.5 21.23 85.63 63.49 2.676 8.005e-10
bw_depthwise_row threeBlock/5 917.8 181.7 30.32 91.21 77.87 12 4.658e-10
bw_depthwise_row threeBlock/8 953.5 184.8 40.46 109.7 73.96 17.49 1.09e-9 0.01248
bw_depthwise_row threeCut 0 0 0 0 0 0 2.695e-10
bw_depthwise_row threeEdge 20.41 0 7.131 16.93 0 0 3.955e-11 0.01758
bw_depthwise_row threeNarrow 65.25 1.389 0.464 3.876 3.236 0 1.416e-10
bw_depthwise_row threePixel/narrow 303.1 61.16 43.84 7.892 31.71 36.55 4
bw_depthwise_row threePixel/8 276.8 74.04 40.5 6.25 30.59 35.32 4
bw_depthwise_row unpack/2 77.04 15.99 1.368 7.168 6.963 1.889
bw_depthwise_row unpack/3 63.12 13.44 0.01309 5.496 5.538 0.3174 0 0.00197
bw_depthwise_row unpack/4 72.74 15.05 0.7284 7.565 5.898 1.223 0 0.003284
bw_depthwise_row unpack/5 66.02 13.71 0.3073 6.959 5.609 0.4606
bw_depthwise_row unpack/8 71.83 15.04 0.3191 8.347 5.235 1.181
bw_gru_codes four/2 238.6 70.49 9.023 7.282 16.52 31.79 4.326e-9
bw_gru_codes four/3 212.1 61.23 10.77 18.29 10.94 20.92 3.058e-9
bw_gru_codes four/4 127 27.31 9.272 2.512 10.42 15.94 1.891e-9 7.043e-12
bw_gru_codes four/5 87.28 9.385 14.43 0.04715 8.456 11.84 1.249e-9
bw_gru_codes four/8 46.91 17.82 0 0 1.958 15.99 9.512e-10
bw_gru_codes fours 178.3 30.63 102.6 9.355 11.57 2.96 2.721
bw_gru_codes hidden/2 243.3 42.86 0 12.59 13.2 4.285 4
bw_gru_codes hidden/4 276.6 51.53 30.66 15.74 18.03 4.892 4
bw_gru_codes hidden/8 261.6 44.41 11.8 13.58 17.08 4.32 4
bw_gru_codes in/2 42.08 7.78 17.95 2.742 7.303 0 2.063e-9 1.099e-10
bw_gru_codes in/4 27.04 2.565 0 1.265 4.368 0 0 9.714e-11
bw_gru_codes in/8 28.04 4.363 5.462 1.465 4.228 0.01397 0 4.365e-11
bw_gru_codes rest/2 142.1 23.18 41.42 6.221 15.39 8.621 0.3401 2.296e-11
bw_gru_codes rest/3 74.03 7.907 0 1.917 7.394 5.167 0.08502
bw_gru_codes rest/4 53.1 5.995 2.147 0.8549 5.127 4.131 0.06802
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 231.8 53.49 144.9 23.26 44.69 0 0 4
bw_gru_codes step 124.9 26.09 0 22.64 0 3.601 5.428e-8 1.48e-9
bw_gru_codes unit 128.6 22.08 0.3644 6.741 8.351 2.143 1.959
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
bw_lstm_codes four/2 290.3 78.63 19.37 9.892 21.14 32.08
bw_lstm_codes four/3 229.5 63.57 12.86 19.49 12.33 21.23
bw_lstm_codes four/4 130.9 27.26 11.94 2.518 10.51 15.96 0 7.114e-13
bw_lstm_codes four/5 87.08 8.442 7.303 0.2084 8.294 11.92 8.051e-10
bw_lstm_codes four/8 47.42 17.67 0 0 2.032 15.97 6.489e-10 4.444e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003831
bw_lstm_codes hidden/2 479.4 81.12 71.81 28.09 34.64 7.501 6.013
bw_lstm_codes hidden/4 428.8 76.87 84.52 26.14 30.37 8.142 6.013
bw_lstm_codes hidden/8 402.5 70.24 71.97 23.68 27.61 7.615 6.013 5.4e-11
bw_lstm_codes in/2 7.972 0.999 0 0 2.31
bw_lstm_codes in/4 22.75 3.02 0 0.8353 3.292 0.07649 0 2.049e-11
bw_lstm_codes in/8 23.35 3.258 0 0.8071 3.54 0 0 7.918e-12
bw_lstm_codes rest/2 53 5.262 0 0 7.088 8.009 2.53e-7 3.395e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 46.89 4.857 0 0.527 4.956 3.93 9.644e-8 1.15e-11
bw_lstm_codes rest/5 45.11 5.28 4.67 0.9683 4.143 3.116 1.071e-7
bw_lstm_codes rest/8 25.67 6.918 0.7248 0.7816 2.177 3.056 1.381e-7 2.451e-11
bw_lstm_codes sequence 529.9 110.3 105.2 62.1 87.39 1.358 0 4
bw_lstm_codes step 59.78 4.876 133.8 0 3.562 0 0 9.992e-10
bw_lstm_codes unit 202.4 35.36 36.26 11.94 13.96 3.802 2.987
bw_max_pool_row chunk 0 0 21.65
bw_max_pool_row chunkTap 63.3 9.203 7.994 2.156 12.03 2.09
bw_max_pool_row in/2 13.85 1.096 0.0005989 1.839 1.733 0.03565
bw_max_pool_row in/4 13.2 1.168 0.00227 1.944 1.237 0.04786
bw_max_pool_row in/8 8.026 1.164 0.001031 1.157 0.9628
bw_max_pool_row inOdd/2 12.9 1.578 0 1.649 1.427 0.07631
bw_max_pool_row inOdd/4 15.61 1.961 0.005216 1.657 1.981 0.156
bw_max_pool_row out/2 9.397 0 0 0 0.9568
bw_max_pool_row out/4 13.79 0 0 0.02199 1.41
bw_max_pool_row out/8 0 0 0.005855
bw_max_pool_row outOdd/2 37.02 4.765 0.3719 2.714 6.88
bw_max_pool_row outOdd/4 55.57 6.98 0.01651 5.899 7.049 0.5552
bw_max_pool_row pixel 61.27 15.91 0.238 5.768 0 1.607
bw_max_pool_row rest 7.449 1.287 0.002827 1.448 0.8937
bw_max_pool_row row 143.1 25.33 34.54 16.07 21.34
bw_multiply_codes call 57.34 25.95 20 17.24 6.953 0 2.662e-9
bw_multiply_codes chunk 125.6 20.99 33 7.169 21.03 2.17 2.926e-10 1.85
bw_multiply_codes in/2 14.89 1.326 0 1.372 1.486 0 0.2677
bw_multiply_codes in/4 14.87 1.551 5.182e-10 1.356 0.7121 0.118 0.2677
bw_multiply_codes in/8 9.309 1.515 0 0.7303 0.6759 0 0.2677
bw_multiply_codes out/2 24.28 2.345 1.339e-10 1.161 1.907 0 0.3782
bw_multiply_codes out/4 24.81 2.16 0 1.373 1.979 0 0.3782
bw_multiply_codes out/8 9.789 2.075 2.274e-10 1.027 0.6506 0 0.3782
bw_multiply_codes second/2 17.08 2.078 0 1.676 1.783 0 0.3541
bw_multiply_codes second/4 16.89 1.818 3.711e-10 1.496 0.7863 0.03827 0.3541
bw_multiply_codes second/8 11.94 2.005 1.496e-10 0.906 0.8243 0 0.3541
bw_normalize_codes call 598.4 153.2 18 41.42 83.16 1.177e-8 1.791e-8 4.826e-10
bw_normalize_codes in/2 62.11 13.24 0.4926 1.155 2.901 0.9852 1.478 4.699e-12
bw_normalize_codes in/4 58.63 12.59 0.4926 1.006 1.983 0.9852 1.478
bw_normalize_codes in/8 56.62 12.07 0.4926 0.9531 1.776 0.9852 1.478 1.834e-12
bw_normalize_codes out/2 60.15 12.96 0.5074 1.053 3.012 1.015 1.522 6.34e-12
bw_normalize_codes out/4 59.96 12.8 0.5074 1.06 2.84 1.015 1.522
bw_normalize_codes out/8 59.54 12.69 0.5074 1.002 1.257 1.015 1.522
bw_normalize_codes span 266.9 20.69 2 12.98 25.05 1 2 1
bw_pad_row code/2 11.17 0.4271 0.5612 0.2779 0.8224 0.004599 0 0.004599
bw_pad_row code/4 5.738 0.2591 0.1934 0.2847 0.4328 0.004422 0 0.004422
bw_pad_row code/8 1.215 0.3424 0.1866 0.2913 0.09295 0.003397 0 0.003397
bw_pad_row codeOdd/2 24.31 2.754 2.636 1.535 3.139 0.0497 0 0.02264
bw_pad_row codeOdd/4 11.72 0.9497 0.208 0.6163 1.122
bw_pad_row row 0 0.8295 0 4.386
bw_pad_row run 171.9 27.92 46.39 17.33 26.84 0.4406 0 0.4406
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
bw_rnn_codes four/2 250.9 72.39 3.939 8.387 19.67 31.92 7.614e-9
bw_rnn_codes four/3 215.6 61.57 7.527 18.74 12.3 21.06 1.561e-8
bw_rnn_codes four/4 124 26.04 5.408 2.07 9.985 16.02 2.081e-8
bw_rnn_codes four/5 85.51 8.221 3.822 0.2222 8.365 11.98 1.573e-9
bw_rnn_codes four/8 45.19 17.57 0 0 2.168 15.93
bw_rnn_codes fours 0 0 0 0 0 3.663 0.00001235
bw_rnn_codes hidden/2 158.3 28.79 28.82 10.65 14.55 1.097 2.224 8.045e-11
bw_rnn_codes hidden/4 147.3 27.48 33.32 9.532 12.51 1.152 2.224
bw_rnn_codes hidden/8 155.6 28.12 31.51 9.797 12.21 1.23 2.224
bw_rnn_codes in/2 25.59 3.634 3.243 0.9109 3.594
bw_rnn_codes in/4 31.6 4.433 1.237 1.49 4.608 0.01341 0 1.256e-11
bw_rnn_codes in/8 24.34 3.303 1.001 1.171 4.12 0 0 3.394e-11
bw_rnn_codes rest/2 113 15.72 12.86 3.969 14.3 8.461 0.000001229 2.55e-10
bw_rnn_codes rest/3 45.33 3.961 6.93 0 2.458 5.115 7.224e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 49.79 6.345 8.289 1.335 4.66 3.06 2.384e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 352.7 71.27 93.66 43.67 48.29 0 0 4
bw_rnn_codes step 0 0 0 0 0 4.311 1.183e-7 2.364e-9
bw_rnn_codes unit 54.07 9.844 10.83 3.493 4.527 0.4104 0.7762
bw_slice_row code/2 1.488 0.3509 0.5978 0.1155 0.1868 1.241e-10 0 0.0272
bw_slice_row code/4 1.1 0.2994 0.4149 0.1381 0.07598 7.447e-11 0 0.01824
bw_slice_row code/8 1.156 0.3785 0.2983 0.2612 0.08472 6.154e-11 0 0.01359
bw_slice_row row 87.18 20.14 42.95 9.583 11.13 8.003e-9 0 1.082
bw_slice_row run 37.63 8.323 0 0.08168 4.01 2
bw_slice_row spread/2 8.538 0 0 0.6922 0 1
bw_slice_row spread/4 24.12 3.427 0 0.8933 0.696 1
bw_slice_row spread/8 21.3 2.78 0 0.8608 0.3236 1
bw_softmax_codes in/2 125.1 18 0.01021 3 5.162 1 10
bw_softmax_codes in/4 121.6 17.84 0 2.92 6.484 1 10
bw_softmax_codes in/8 117.7 17.99 0.01771 2.997 5.909 1 10
bw_softmax_codes pixel 516 9.535 9.483 6.267 73.62 1.372e-9 1.372e-8
bw_sum_codes bytes 41.93 5.363 1.067 1.846 2.139 0 2
bw_sum_codes call 78.43 23.81 20.44 17.37 0 0 2.745e-9
bw_sum_codes chunk 129.4 22.23 32.98 3.74 17.66 2.835 6.448e-10 1.762
bw_sum_codes in/2 18.83 1.465 0 1.275 2.195 0 0.6508
bw_sum_codes in/4 19.65 1.644 0 1.321 1.235 0 0.6508
bw_sum_codes in/8 14.16 1.474 0.0005749 0.5301 0.5215 0 0.6508
bw_sum_codes out/2 24.22 1.533 0 0.8304 1.5 0 0.6594
bw_sum_codes out/4 24.91 1.522 0.0001364 1.072 1.439 0 0.6594
bw_sum_codes out/8 10.1 1.544 0 0.8249 0.6019 0 0.6594
bw_sum_codes second/2 19.2 1.603 0.0001186 1.111 1.236 0 0.6898
bw_sum_codes second/4 18.57 1.663 0 1.131 1.026 0 0.6898
bw_sum_codes second/8 13.39 1.529 0.0003533 0.346 0.8503 0 0.6898 0.001697
bw_transpose_codes code/2 37.85 6.518 0.2079 2.377 2.561 0.1582
bw_transpose_codes code/4 39.74 6.834 0.4536 2.625 2.928 0.2464
bw_transpose_codes code/8 36.8 6.35 0.04503 2.24 2.359 0.1134
`,
  },
};
