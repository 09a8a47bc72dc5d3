/** Instructions of cortex-m7. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const CORTEX_M7: InstructionData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_average_pool_row chunk 0 0 0 26.69 0 0 1.134e-9
bw_average_pool_row chunkTap 11.95 2.769 0.5667 0.1522 0.8057 0.1318
bw_average_pool_row in/2 12.1 1.617 0.4242 1.286 1.577 0.1027 1.992e-11
bw_average_pool_row in/4 12.33 1.596 0.4574 1.269 1.439 0.1046 1.147e-11
bw_average_pool_row in/8 1.49 0.2181 0 0.0136 0.2762 0 4.418e-12
bw_average_pool_row inOdd/2 43.52 8.58 6.836 3.058 3.353 1.688
bw_average_pool_row inOdd/4 22.21 3.17 1.4 2.038 1.986 0.3477
bw_average_pool_row out/2 36.65 2.591 0.6815 1.729 0.3524 0.08994 1
bw_average_pool_row out/4 33.44 1.772 0 1.657 0.6287 0 1
bw_average_pool_row out/8 38.67 4.117 0 3.009 0.331 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 274.8 42 23.27 25.28 32.28 3.553
bw_average_pool_row rest 26.08 5.012 2.782 2.356 4.181 0.7383
bw_average_pool_row row 168.5 42.2 38.91 12.62 7.727 1.216
bw_convolution_row any/2 5.829 0.4053 0 0.615 0.502 0.2239
bw_convolution_row any/4 5.609 0.3185 0 0.6494 0.6213 0.1564
bw_convolution_row any/8 5.387 0.3432 0.1702 0.6763 0.6957 0.1849
bw_convolution_row anyOdd/2 8.222 0.5597 0.07956 0.3619 1.104 0.1493
bw_convolution_row anyOdd/4 13.53 1.829 0.7061 0.6503 1.232 0.1741 1.923e-13
bw_convolution_row anyPixel 129.8 32.01 30.06 13.76 9.244 1.2 0 0.01538
bw_convolution_row anyTap 18.97 3.773 3.28 1.074 1.907 0.1386
bw_convolution_row group 0 53.33 27.04 0 0 1.261 0 5.321
bw_convolution_row one/2 73.77 6.357 6.906 0.1185 1.195 32.01 8.191e-13
bw_convolution_row one/3 47.92 5.211 5.028 0.03574 1.048 20.02 5.425e-13 0.0000479
bw_convolution_row one/4 38.32 4.118 4.956 0.02149 0.9411 16.01 3.51e-13
bw_convolution_row one/5 30.46 4.127 4.069 0.01968 1.029 12.02 8.915e-13
bw_convolution_row one/8 19.67 2.182 3.945 0.01296 0.4182 8.061 1.274e-12 0.00009034
bw_convolution_row oneBlock/8 101.6 27.73 23.64 0.9565 5.64 11.75 0 0.0118
bw_convolution_row oneBlock/narrow 189.4 46.57 22.57 9.085 16.36 11.48 4 0.01959
bw_convolution_row rest/2 73.35 9.871 0.2404 0 7.762 8.177
bw_convolution_row rest/3 55.96 6.813 0.04471 0.4242 5.767 4.896 0 0.007782
bw_convolution_row rest/4 41.54 5.274 0 0.06353 3.99 4.023 3.328e-15 0.003969
bw_convolution_row rest/5 33.44 4.228 0 0.05915 3.13 3.018
bw_convolution_row rest/8 14.56 3.299 0.007667 0.03336 1.11 2.045
bw_convolution_row restChannel 77.68 18.69 19.14 3.387 4.88 4.287 0 0.06641
bw_convolution_row row 238.2 0 0 37.74 21.69
bw_convolution_row single 53.09 17.96 28.77 6.311 5.394 1.272 3.142e-11 0.1042
bw_convolution_row three/2 153.8 19.44 34.88 1.937 2.685 96.01 0 0.005224
bw_convolution_row three/3 101.2 13.96 23.51 2.096 2.118 59.99
bw_convolution_row three/4 86.21 12.34 19.72 2.21 2.503 48
bw_convolution_row three/5 65.96 10.13 15.77 2.133 2.358 35.98
bw_convolution_row three/8 41.39 6.995 9.56 0.01896 1.187 23.97
bw_convolution_row threeBlock/8 141.6 30.63 48.47 14.7 5.962 35.73
bw_convolution_row threeBlock/narrow 205.8 37.83 50.42 20.65 8.158 36 1.109e-11 0.004711
bw_convolution_row triple 110.9 26.44 41.95 10.48 6.157 0.724 0 0.06276
bw_convolution_row whole/2 2.986 0.2121 0 0.487 0.1967 0.2485 0 0.0006401
bw_convolution_row whole/4 2.805 0.1863 0 0.5044 0.173 0.2327 0 0.0008709
bw_convolution_row whole/8 2.304 0.1722 0 0.4735 0.2226 0.2489 0 0.0006176
bw_convolution_row wholeOdd/2 16.38 1.584 0.5776 1.016 1.459 0.001859 0 0.0003717
bw_convolution_row wholeOdd/4 4.533 0.3586 0.02081 0.5544 0.3669 0.214 0 0.001257
bw_convolution_row wholePixel 28.07 7.259 13.45 2.681 1.678 0.2683 0 0.03045
bw_convolution_row wholeRun 39.63 6.39 1.854 1.323 4.894 0.3817
bw_depthwise_row block 150.2 45.16 24.68 21.95 7.236 2.453 0.1094 0.1174
bw_depthwise_row edge/8 204.9 48.95 35.94 9.971 21.61 0 3.954
bw_depthwise_row edge/narrow 237.3 54.46 33.8 13.74 23.39 10.76 4.007
bw_depthwise_row edgeTap/2 3.914 0.6998 0 0 0.137 1.948 0.002688 0.001391
bw_depthwise_row edgeTap/4 6.975 1.599 0.3578 0.2458 0.4469 2.075
bw_depthwise_row edgeTap/8 8.247 2.205 0.6053 0.6987 0.6516 2.774
bw_depthwise_row pixel/8 32.76 7.541 5.791 1.267 0.06661 7.849 0.008599 0.006554
bw_depthwise_row pixel/narrow 58.26 11.07 7.283 3.595 1.56 9.245
bw_depthwise_row point 17.07 2.878 0 1.062 1.202 0.3133 0.02057 0.01598
bw_depthwise_row row 254.9 58.85 43.06 22.3 21.62 0 0.3353 1.457
bw_depthwise_row single 99.24 28.8 3.674 12.9 1.715 2.936 0.0008304 0.1039
bw_depthwise_row singleTap/2 50.17 8.451 0.009279 0.4488 2.401 1.162
bw_depthwise_row singleTap/4 49.85 8.121 0 0.6426 3.406 1.055
bw_depthwise_row singleTap/8 47.31 8.313 0.04137 0.7533 2.911 1.071 0.000346 0.003552
bw_depthwise_row tap/2 10.37 1.952 2 0 0.2366 3.691
bw_depthwise_row tap/4 10.19 1.897 1.945 0.0002118 0.2751 3.784
bw_depthwise_row tap/8 7.414 1.737 1.831 0 0.2605 3.552
bw_depthwise_row threeBlock/2 545.9 112.7 110.1 46.84 23.72 73.87 0 3.106
bw_depthwise_row threeBlock/3 637 108.9 96.74 48.84 48.06 47.55 0 3.587
bw_depthwise_row threeBlock/4 461.9 93.92 86.96 41.27 23.69 43.87 0 3.358
bw_depthwise_row threeBlock/5 588.8 101.4 84.46 48.51 40.85 32.2 0 3.399
bw_depthwise_row threeBlock/8 331.2 80.17 94.74 31.44 14.75 39.78 0 1.339
bw_depthwise_row threeCut 100.7 5.844 6.933 13.86 28.47 0 0 0.1315
bw_depthwise_row threeEdge 0
bw_depthwise_row threeNarrow 31.74 4.732 5.232 2.704 1.983 2.658
bw_depthwise_row threePixel/narrow 91.38 18.7 20.19 2.707 0.1302 26.29 0 0.02472
bw_depthwise_row threePixel/8 77.56 16.37 20.2 2.711 0.1832 26.09 0 0.03452
bw_depthwise_row unpack/2 40.26 5.894 1.061 3.358 4.811 1.273
bw_depthwise_row unpack/3 34.29 4.346 0.2916 2.428 4.066 0.5063 0 0.001106
bw_depthwise_row unpack/4 39.48 5.756 0.7481 3.527 4.259 1.051 0.0001216 0.002123
bw_depthwise_row unpack/5 35.84 4.754 0.2425 3.256 3.879 0.2259
bw_depthwise_row unpack/8 37.3 5.004 0.3745 3.344 3.651 0.9346
bw_gru_codes four/2 67.8 5.843 7 0 1.252 32.15
bw_gru_codes four/3 45.08 5.129 5 0.1122 1.294 20.09
bw_gru_codes four/4 37.81 4.171 5 0.1619 1.414 16.07
bw_gru_codes four/5 32.71 4.364 4 0.1319 0.9357 11.87 0.2246
bw_gru_codes four/8 19.29 1.94 4 0.08966 0.8399 8.003 0.01976
bw_gru_codes fours 166.2 32.08 26.41 10.89 11.68 3.335 2.049
bw_gru_codes hidden/2 217.5 45.79 38.37 14.46 13.28 5.517 3.189
bw_gru_codes hidden/4 235 47.76 38.37 16.36 17.94 5.301 3.452
bw_gru_codes hidden/8 243.1 46.51 38.37 15.81 17 4.791 3.894
bw_gru_codes in/2 30.35 3.168 2.355e-8 1.997 5.24 0 0.1765
bw_gru_codes in/4 21.52 1.827 1.928e-8 1.128 1.469 0 0.1041
bw_gru_codes in/8 17.92 2.233 0 1.216 1.391 0.142
bw_gru_codes rest/2 127.7 22.14 17.68 6.638 13.04 9.166
bw_gru_codes rest/3 71.13 8.935 4.419 1.854 5.906 4.853 0.2274
bw_gru_codes rest/4 53.62 7.28 3.535 1.411 4.33 4.051 0.01526
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 339.9 57.67 42 55.67 38.79 0 2.169
bw_gru_codes step 0 0 49 0 0 2.493 0.6395
bw_gru_codes unit 120.1 23.18 19.08 7.869 8.447 2.418 1.905
bw_join_codes call 122.2 28.87 45.61 12.24 15.72 0 7.186e-9
bw_join_codes copied/4 0 0.4992 0 0 1.204 0 7.64e-10 2.546e-12
bw_join_codes copied/8 1.634 0.378 0.2141 0.2651 0.5966 0 1.495e-10 5.299e-12
bw_join_codes copiedRun 75.21 9.673 16.03 5.052 3.562 0 0 1
bw_join_codes in/2 22.74 1.696 0.228 0.9893 1.568 0 0.6165
bw_join_codes in/4 23.29 1.867 0.1899 0.9729 1.332 0 0.6165
bw_join_codes in/8 20.89 2.027 0.2912 0.9941 2.024 0 0.6165 8.876e-13
bw_join_codes inOdd/2 68.5 6.094 1.542 4.29 0 0 0.553
bw_join_codes inOdd/4 138 18.38 1.453 7.764 5.265 0 0.553
bw_join_codes out/2 12.04 1.284 0.08359 0.5779 1.022 0 0.1953
bw_join_codes out/4 15.64 1.642 0.2386 0.6266 1.385 0 0.3835 1.668e-12
bw_join_codes out/8 13.27 1.173 0.1628 0.6159 1.143 0 0.3835
bw_join_codes outOdd/2 770.3 82.2 5.35 36.98 65.4 0 12.5
bw_join_codes outOdd/4 57.28 5.184 1.273 3.583 0 0 0.447
bw_join_codes run 130.2 34.31 35.08 13.2 16.61 0 4.375e-9 2.49e-11
bw_lookup_codes call 60.01 17.34 18 9.883 1.41
bw_lookup_codes chunk 107 12.7 18 3.223 9.943
bw_lookup_codes in/2 4.668 0.5951 1.029e-9 0.6281 0.6713
bw_lookup_codes in/4 5.005 0.6041 5.985e-9 0.6333 0.5998
bw_lookup_codes in/8 2.204 0.589 0 0.6244 0.5187
bw_lookup_codes out/2 4.949 0.7883 8.344e-8 0.8326 0.7373
bw_lookup_codes out/4 5.066 0.794 8.538e-8 0.8363 0.7967
bw_lookup_codes out/8 2.656 0.7802 8.369e-8 0.8279 0.6797
bw_lstm_codes four/2 85.68 9.213 5.519 1.283 1.819 31.98
bw_lstm_codes four/3 47.76 5.219 3.675 0.1294 1.133 19.98
bw_lstm_codes four/4 37.84 4.061 3.903 0 0.9751 15.98
bw_lstm_codes four/5 30.56 4.136 3.46 0.05254 1.05 11.99 9.29e-10
bw_lstm_codes four/8 19.67 2.006 3.648 0.07368 1.259 7.994 5.112e-10
bw_lstm_codes fours 0 0 0 0 1.964 0 0.000003838
bw_lstm_codes hidden/2 421 79.08 72.47 25.57 23.32 7.634 6.066
bw_lstm_codes hidden/4 387 71.67 62.89 21.76 22.45 7.473 6.066
bw_lstm_codes hidden/8 384.1 71.14 63.16 21.43 22.51 7.477 6.066
bw_lstm_codes in/2 12.17 0.379 0 0.4656 0.6218
bw_lstm_codes in/4 17.09 1.563 0.6916 1.082 0.7847 0.0115
bw_lstm_codes in/8 17.58 1.622 0.7635 1.154 0.6453 0.01268
bw_lstm_codes rest/2 78.99 9.828 6.527 1.209 8.902 8.108 2.513e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 50.13 6.856 3.263 1.192 4.781 4.054 9.605e-8
bw_lstm_codes rest/5 40.89 5.786 3.067 1.007 3.541 3.051 1.074e-7
bw_lstm_codes rest/8 23.79 5.148 3.399 1.291 1.827 2.066 1.377e-7
bw_lstm_codes sequence 437.9 62.16 43.87 62.13 55.98 0 4
bw_lstm_codes step 65.11 26.69 1.165 0 1.085 2.455
bw_lstm_codes unit 186.7 34.61 30.75 10.47 10.9 3.62 2.934
bw_max_pool_row chunk 0 0 12.81 0 2.455
bw_max_pool_row chunkTap 54.58 9.679 8.049 1.932 7.298 2.027
bw_max_pool_row in/2 9.341 1.096 0.002074 1.093 1.057
bw_max_pool_row in/4 9.873 1.176 0.002237 1.18 1.02 0.00005234
bw_max_pool_row in/8 7.105 1.168 0.002254 1.162 1.023
bw_max_pool_row inOdd/2 10.13 1.624 0 1.69
bw_max_pool_row inOdd/4 12.31 1.937 0.03327 1.725 0 0.02092
bw_max_pool_row out/2 0 0 0 0 0 0.002629
bw_max_pool_row out/4 0.8322 0 0.01103 0 0.1569 0.005584
bw_max_pool_row out/8 0 0 0.01302 0 0 0.004386
bw_max_pool_row outOdd/2 35.48 4.572 0.5963 2.085 1.804
bw_max_pool_row outOdd/4 43.84 6.896 0.1197 6.141 0 0.07448
bw_max_pool_row pixel 67.27 14.68 2.651 7.905 0 0.899
bw_max_pool_row rest 7.406 1.39 0 1.506 1.598
bw_max_pool_row row 133 26.59 31.75 12.71 21.56
bw_multiply_codes call 106.2 28.86 21 22.86 4.83 0 1.943e-9
bw_multiply_codes chunk 136 25.08 26 8.465 21.84 1.053 3.211e-10 0.9121
bw_multiply_codes in/2 10.8 1.647 0 0.3774 0.4152 0.2579 0.2651
bw_multiply_codes in/4 12.19 1.788 3.724e-10 0.4256 0 0.2644 0.2651
bw_multiply_codes in/8 8.838 1.759 0 0.4452 0.3905 0.2579 0.2651
bw_multiply_codes out/2 14.88 2.653 1.194e-10 0.7105 0.5437 0.3747 0.3815
bw_multiply_codes out/4 14 2.525 0 0.6525 0.7634 0.3668 0.3815
bw_multiply_codes out/8 11.84 2.464 2.285e-10 0.5986 0.4571 0.3698 0.3815
bw_multiply_codes second/2 14.26 2.404 0 0.6326 0.6357 0.34 0.3535
bw_multiply_codes second/4 13.67 2.225 2.656e-10 0.5073 0.1533 0.3339 0.3535
bw_multiply_codes second/8 11.56 2.345 1.065e-10 0.5915 0.4553 0.3454 0.3535
bw_normalize_codes call 780.2 172.1 38.47 86.53 66.51 1.182e-8 1.134 4.696e-10
bw_normalize_codes in/2 53.73 9.803 0.1884 0.9609 2.005 0.982 1.954 4.863e-12
bw_normalize_codes in/4 49.78 8.953 0.03196 0.5506 1.094 0.982 1.965
bw_normalize_codes in/8 47.3 8.515 0 0.3958 1.201 0.982 1.958 1.945e-12
bw_normalize_codes out/2 50.38 9.135 0.02556 0.6331 1.798 1.018 2.037 6.205e-12
bw_normalize_codes out/4 50.22 9.091 0.0209 0.6362 1.852 1.018 2.04
bw_normalize_codes out/8 51.23 9.197 0 0.4493 0.8175 1.018 2.025 1.354e-13
bw_normalize_codes span 263.9 24.98 3.239 13.48 24.38 1 1.742 1
bw_pad_row code/2 2.905 0.2783 0.2653 0.2136 0.1621
bw_pad_row code/4 1.683 0.248 0.1658 0.2152 0.1453 0.004177 0 0.004177
bw_pad_row code/8 1.065 0.3283 0.1515 0.2972 0.09989 0.003235 0 0.003235
bw_pad_row codeOdd/2 19.21 2.698 2.132 1.526 1.096 0.02206 0 0.02206
bw_pad_row codeOdd/4 6.962 0.8856 0.002349 0.4885 0.1818
bw_pad_row row 0 0 0 0.3497
bw_pad_row run 170.8 27.2 46.66 19.31 25.22 0.4487 0 0.4487
bw_rescale_codes call 100.7 33.74 19 10.44
bw_rescale_codes chunk 34.45 0 19 6.318 61.73 0 1.062e-7
bw_rescale_codes in/2 21.05 1.927 1.134e-9 0.8248 0.6624 0 0.5659
bw_rescale_codes in/4 21.85 1.921 0 0.8258 0.17 0 0.5659
bw_rescale_codes in/8 19.1 1.986 1.07e-9 0.8272 0.4302 0 0.5659
bw_rescale_codes out/2 17.68 1.424 7.876e-8 0.6387 0 0 0.4341
bw_rescale_codes out/4 17.08 1.424 7.527e-8 0.6335 0.6396 0 0.4341
bw_rescale_codes out/8 14.76 1.524 7.376e-8 0.6345 0.7055 0 0.4341
bw_resize_row code/2 0.1068 0.03029 0 0.03113 0.00977 9.857e-11 0 9.857e-11
bw_resize_row code/4 0.2188 0.1076 0 0.1105 0 8.587e-11 0 8.587e-11
bw_resize_row code/8 0.5506 0.1945 0.001091 0.1944 0.0189 8.314e-11 0 8.314e-11
bw_resize_row row 47.03 11.37 16.39 10.23 0.5239 3.443e-9 0 3.443e-9
bw_resize_row run 68.36 13.12 21.11 5.021 11.59 1 0 1
bw_rnn_codes four/2 80.34 6.142 6.914 1.35 3.407 32 4.476e-9
bw_rnn_codes four/3 50.53 4.851 4.98 0.6555 2.204 20 1.372e-8
bw_rnn_codes four/4 36.16 3.538 5.055 0 0.8581 16 1.632e-8
bw_rnn_codes four/5 30.83 3.833 3.978 0.2414 1.384 12 1.46e-9
bw_rnn_codes four/8 20.46 1.834 3.951 0.258 0.9861 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.00001487
bw_rnn_codes hidden/2 148 27.1 16.56 8.204 11.04 2.594 2.225
bw_rnn_codes hidden/4 142.9 26.93 16.97 7.269 9.702 2.601 2.225
bw_rnn_codes hidden/8 137.8 26.75 16.71 6.595 8.34 2.597 2.225
bw_rnn_codes in/2 18.22 2.092 0.001445 0.9864 0.6889 0.0000237
bw_rnn_codes in/4 20.66 2.177 0 1.465 1.27
bw_rnn_codes in/8 21.31 2.085 0 1.651 1.546
bw_rnn_codes rest/2 109.9 15.25 11.91 4.365 11.24 8.195 0.000001466
bw_rnn_codes rest/3 54.36 8.942 7.269 0.5451 2.628 5.119 8.836e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 39.27 5.373 2.34 0.6835 3.296 3.038 2.86e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 336.7 60.1 46.38 47.16 35.12 0.006183 4
bw_rnn_codes step 0 0 35.06 0 0 3.001 8.617e-8
bw_rnn_codes unit 49.41 9.361 5.816 2.516 3.288 0.9038 0.7746
bw_slice_row code/2 1.537 0.2871 0.5702 0.1581 0.3141 1.226e-10 0 0.02718
bw_slice_row code/4 1.082 0.2571 0.3971 0.1663 0.1609 7.302e-11 0 0.01826
bw_slice_row code/8 1.118 0.3455 0.2811 0.282 0.1463 6.017e-11 0 0.01342
bw_slice_row row 94.63 18.49 41.8 14.39 15.45 8.158e-9 0 1.079
bw_slice_row run 37.73 8.677 0 2.5 2.283 2
bw_slice_row spread/2 8.086 0.8961 0 0.01555 0 1
bw_slice_row spread/4 24.06 3.579 0 0.7935 0.562 1
bw_slice_row spread/8 21.2 3.098 0 0.6576 0 1
bw_softmax_codes in/2 107.9 12 0.01114 2.001 3.205 1 10
bw_softmax_codes in/4 108.5 11.87 0 1.933 1.778 1 10
bw_softmax_codes in/8 100.2 12 0.01446 1.998 3.971 1 10
bw_softmax_codes pixel 478.9 14.5 11.5 8.25 73.8 1.343e-9 1.343e-8
bw_sum_codes bytes 37.21 5.492 0.9374 1.848 1.911 0 2
bw_sum_codes call 124.1 32.7 30.34 21.71 0.8518 0 2.384e-9
bw_sum_codes chunk 132.2 26.18 28.98 5.31 14.54 0.8459 8.244e-10 0.8459
bw_sum_codes in/2 11.6 1.489 0 0.5318 0.8523 0 0.6515
bw_sum_codes in/4 14.38 1.616 0.0001021 0.6287 0.6053 0 0.6515
bw_sum_codes in/8 10.98 1.473 0.0004899 0.5125 0.5175 0 0.6515
bw_sum_codes out/2 13.19 1.554 0 0.5427 0.6704 0 0.6736
bw_sum_codes out/4 13.16 1.567 0.0001424 0.5618 0.6512 0 0.6736
bw_sum_codes out/8 11.58 1.58 0 0.5906 0.5735 0 0.6736
bw_sum_codes second/2 13.47 1.555 0 0.5675 0.5942 0 0.6749
bw_sum_codes second/4 13.32 1.623 0 0.6011 0.5705 0 0.6749
bw_sum_codes second/8 9.782 1.503 0.0002628 0.515 0.7615 0 0.6749
bw_transpose_codes code/2 46.4 9.516 1.194 3.382 2.257 0.1603
bw_transpose_codes code/4 48.78 9.97 1.521 3.75 2.553 0.2919
bw_transpose_codes code/8 45.48 9.351 1.042 3.242 2.135 0.1144
`,
    3: `
bw_average_pool_row chunk 0 0 0 25.98 0 0 1.146e-9
bw_average_pool_row chunkTap 11.82 2.491 0.5417 0.1303 0.8059 0.1255
bw_average_pool_row in/2 11.71 1.633 0.4267 1.288 1.369 0.1031 1.961e-11
bw_average_pool_row in/4 11.74 1.607 0.4501 1.27 1.48 0.1029 1.123e-11
bw_average_pool_row in/8 1.481 0.2252 0 0.01504 0.2744 0 4.446e-12
bw_average_pool_row inOdd/2 45.57 8.85 6.847 3.069 3.409 1.691
bw_average_pool_row inOdd/4 22.3 3.306 1.367 2.093 2.032 0.3394
bw_average_pool_row out/2 37.81 4.562 0.6075 2.697 0.2399 0.07511 1
bw_average_pool_row out/4 34.63 3.791 0 2.644 0.9922 0 1
bw_average_pool_row out/8 39.34 6.076 0 3.996 0.4335 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 271.9 41.13 24.4 23.16 27.72 3.59
bw_average_pool_row rest 26.31 4.998 2.784 2.358 4.19 0.7389
bw_average_pool_row row 178.4 42.22 38.98 12.54 10.93 1.229
bw_convolution_row any/2 5.466 0.5908 0 0.6677 0.5378 0.2199
bw_convolution_row any/4 5.125 0.3936 0 0.6722 0.6593 0.1553
bw_convolution_row any/8 4.471 0.307 0.1461 0.6451 0.652 0.1837
bw_convolution_row anyOdd/2 9.893 1.285 0 0.58 1.438 0.1012
bw_convolution_row anyOdd/4 14.57 2.778 0.2431 0.7664 1.33 0.1851
bw_convolution_row anyPixel 119 30.93 28.69 12.89 7.428 2.171 0 0.02905
bw_convolution_row anyTap 15.48 3.18 3.062 0.6411 1.648 0.1022
bw_convolution_row group 0 7.033 28.15 0 0 1.099 0 5.285
bw_convolution_row one/2 74.09 6.079 6.889 0.09778 1.166 32.02
bw_convolution_row one/3 48.05 5.124 5.037 0.02734 1.032 20.02
bw_convolution_row one/4 38.38 4.07 4.993 0.01883 1.103 16.01
bw_convolution_row one/5 30.48 4.063 4.077 0.01791 1.014 12.02
bw_convolution_row one/8 19.79 2.132 3.978 0.006163 0.4677 8.06 0 0.0001967
bw_convolution_row oneBlock/8 83.79 27.43 22.66 4.189 2.495 11.84 0 0.01041
bw_convolution_row oneBlock/narrow 128.4 31.25 19.8 8.282 13.3 11.61 0 0.02035
bw_convolution_row rest/2 51.6 12.97 0.6705 3.301 0.5992 8.216
bw_convolution_row rest/3 31.79 6.502 0.3085 0.2645 1.708 4.903 0 0.007182
bw_convolution_row rest/4 22.4 4.043 0.008382 0 1.009 4.014 0 0.002394
bw_convolution_row rest/5 17.85 3.385 0 0 1.02 3.002
bw_convolution_row rest/8 14.2 3.155 0 0 1.037 2.049
bw_convolution_row restChannel 77.86 17.94 17.81 3.644 4.108 4.091 0 0.0741
bw_convolution_row row 248.9 47.19 0 43.82 22.25
bw_convolution_row single 51.62 9.042 25.65 5.238 3.511 0.7349 0 0.1279
bw_convolution_row three/2 154.9 19.34 35.1 2.211 2.672 96.01 0 0.005746
bw_convolution_row three/3 101.2 13.7 23.66 2.091 2.033 60.01
bw_convolution_row three/4 85.77 12.21 19.78 2.156 2.352 48
bw_convolution_row three/5 65.7 9.756 15.81 2.088 2.236 35.99
bw_convolution_row three/8 41.39 6.873 9.581 0 1.158 23.97
bw_convolution_row threeBlock/8 146.4 31.6 48.6 17.12 5.304 35.63
bw_convolution_row threeBlock/narrow 194.9 38.15 50.29 21.11 3.958 35.94 0 0.003769
bw_convolution_row triple 118.8 28.27 39.67 11.65 8.854 1.29 0 0.05889
bw_convolution_row whole/2 2.983 0.238 0 0.4755 0.2081 0.2496 0 0.0006574
bw_convolution_row whole/4 2.755 0.245 0.001531 0.486 0.1989 0.232 0 0.0009847
bw_convolution_row whole/8 2.303 0.2338 0 0.4883 0.2441 0.2498 0 0.0005872
bw_convolution_row wholeOdd/2 15.02 1.637 0.4465 0.9192 1.457 0.003027 0 0.0003394
bw_convolution_row wholeOdd/4 4.617 0.4232 0.01131 0.5585 0.379 0.2117 0 0.001258
bw_convolution_row wholePixel 30.59 6.575 12.47 2.904 2.376 0.2677 0 0.03215
bw_convolution_row wholeRun 40.2 6.894 1.93 1.466 4.613 0.2817
bw_depthwise_row block 151.3 47.48 24.73 20.54 7.051 2.386 0.111 0.1254
bw_depthwise_row edge/8 150.9 32.55 33.3 9.33 12.88 0.6395
bw_depthwise_row edge/narrow 182.8 37.49 30.76 13.28 14.64 11.08 0.01043
bw_depthwise_row edgeTap/2 3.779 0.6708 0 0 0.1416 1.901 0.002633 0.001571
bw_depthwise_row edgeTap/4 6.845 1.594 0.348 0.2227 0.44 2.062
bw_depthwise_row edgeTap/8 8.138 2.202 0.5969 0.6797 0.649 2.75
bw_depthwise_row pixel/8 33.38 7.561 5.836 1.249 0.149 7.905 0.008638 0.007127
bw_depthwise_row pixel/narrow 58.69 11.31 7.351 3.568 1.591 9.318
bw_depthwise_row point 17.71 2.775 0 1.367 1.176 0.2864 0.0196 0.01763
bw_depthwise_row row 241.4 60.36 43.32 20.9 23.13 0 0.3174 1.407
bw_depthwise_row single 99.5 28.78 3.607 12.92 1.693 2.815 0.001814 0.1061
bw_depthwise_row singleTap/2 50.13 8.458 0.01745 0.4389 2.386 1.179
bw_depthwise_row singleTap/4 49.83 8.125 0.0002615 0.6398 3.401 1.061
bw_depthwise_row singleTap/8 47.09 8.32 0.03419 0.782 2.879 1.086 0.0002572 0.003626
bw_depthwise_row tap/2 10.34 1.949 1.985 0 0.2686 3.673
bw_depthwise_row tap/4 10.14 1.884 1.932 0.005313 0.286 3.767
bw_depthwise_row tap/8 7.287 1.718 1.818 0 0.2408 3.532
bw_depthwise_row threeBlock/2 492.1 110.2 109.7 50.93 12.57 74.19 0 3.122
bw_depthwise_row threeBlock/3 583.9 105 92.83 56.88 33.5 47.37 0 3.597
bw_depthwise_row threeBlock/4 406.9 90.14 83.31 49.2 8.684 43.92 0 3.373
bw_depthwise_row threeBlock/5 537.8 98.46 83.31 52.67 30.11 31.99 0 3.415
bw_depthwise_row threeBlock/8 295.1 77.3 94.24 34.63 8.523 39.61 0 1.347
bw_depthwise_row threeCut 44.87 10.15 5.285 21.79 14.04 0 0 0.146
bw_depthwise_row threeEdge 0
bw_depthwise_row threeNarrow 29.67 4.648 5.156 2.85 1.034 2.64
bw_depthwise_row threePixel/narrow 92.17 18.75 20.36 2.408 0.4285 26.33 0 0.02445
bw_depthwise_row threePixel/8 78.04 16.35 20.25 2.567 0.3891 26.09 0 0.03396
bw_depthwise_row unpack/2 41.11 6.152 1.18 3.397 4.905 1.41
bw_depthwise_row unpack/3 34.34 4.332 0.2731 2.368 4.048 0.517 0 0.0008922
bw_depthwise_row unpack/4 39.52 5.876 0.7986 3.512 4.227 1.1 0 0.001656
bw_depthwise_row unpack/5 35.94 4.816 0.2574 3.245 3.858 0.2324
bw_depthwise_row unpack/8 37.65 5.062 0.379 3.345 3.696 0.9941
bw_gru_codes four/2 67.56 5.886 6.942 0 0.7353 32.16
bw_gru_codes four/3 44.76 5.079 4.941 0.186 0.7373 20.09
bw_gru_codes four/4 36.92 4.031 4.974 0.1737 1.55 16.07
bw_gru_codes four/5 32.87 4.27 4.012 0.1598 0.3509 11.87 0.2227
bw_gru_codes four/8 18.97 1.89 3.977 0.1176 0.4892 8.003 0.01942
bw_gru_codes fours 151.2 30.71 27.84 8.804 8.958 3.34 2.071
bw_gru_codes hidden/2 200.1 44.6 40.35 11.29 14.05 5.507 3.179
bw_gru_codes hidden/4 212.4 45.31 40.32 13.46 13.3 5.296 3.432
bw_gru_codes hidden/8 220.3 44.37 40.28 12.72 12.89 4.783 3.88
bw_gru_codes in/2 25.27 2.225 0.08246 1.836 0.5934 0 0.1785
bw_gru_codes in/4 20.71 1.786 0.01054 1.049 1.292 0 0.107
bw_gru_codes in/8 17.81 2.149 0.08995 1.103 1.252 0.1426
bw_gru_codes rest/2 109.8 26.36 20.82 11.99 5.357 9.167
bw_gru_codes rest/3 50.71 9.034 5.06 1.637 2.02 4.852 0.2281
bw_gru_codes rest/4 34.43 6.36 4.093 1.051 1.056 4.051 0.0158
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 302.9 51.05 41.38 53.39 34.25 0 2.104
bw_gru_codes step 0 6.398 47.2 0 0 2.501 0.6977
bw_gru_codes unit 109.1 22.16 20.08 6.352 6.46 2.419 1.902
bw_join_codes call 116.6 24.37 44.62 12.37 37.38 0 7.191e-9
bw_join_codes copied/4 0 0 0 0 0.4409 0 7.734e-10 2.546e-12
bw_join_codes copied/8 1.984 0.43 0.2542 0.2404 0.6612 0 1.49e-10 5.324e-12
bw_join_codes copiedRun 71.2 12.03 15.02 7.65 10.94 0 0 1
bw_join_codes in/2 22.72 2.308 0.2409 0.966 2.028 0 0.6161
bw_join_codes in/4 23.06 2.274 0.1997 0.9539 2.1 0 0.6161
bw_join_codes in/8 21.15 2.378 0.3217 0.9633 2.352 0 0.6161 8.96e-13
bw_join_codes inOdd/2 66.69 8.199 1.084 4.197 2.791 0 0.5519
bw_join_codes inOdd/4 145.4 18.36 1.86 7.582 11.51 0 0.5519
bw_join_codes out/2 12.09 1.381 0.09726 0.5688 1.028 0 0.1954
bw_join_codes out/4 15.32 1.564 0.2758 0.5999 1.379 0 0.3839 1.74e-12
bw_join_codes out/8 13.41 1.459 0.1766 0.5998 1.4 0 0.3839
bw_join_codes outOdd/2 773.5 88.39 6.225 36.4 65.79 0 12.51
bw_join_codes outOdd/4 56.09 6.91 0.9093 3.516 2.403 0 0.4481
bw_join_codes run 131.8 30.15 37.03 14.57 11.25 0 4.418e-9 2.467e-11
bw_lookup_codes call 60.66 17.35 18 9.887 1.509
bw_lookup_codes chunk 111.9 12.8 18 3.28 10.42
bw_lookup_codes in/2 4.18 0.5969 9.761e-9 0.6306 0.5759
bw_lookup_codes in/4 4.292 0.6049 1.444e-8 0.6352 0.6312
bw_lookup_codes in/8 2.181 0.5906 8.672e-9 0.6268 0.5168
bw_lookup_codes out/2 4.846 0.7835 7.571e-8 0.8284 0.7239
bw_lookup_codes out/4 4.964 0.7891 7.767e-8 0.8319 0.7838
bw_lookup_codes out/8 2.548 0.7753 7.592e-8 0.8236 0.6655
bw_lstm_codes four/2 87.22 9.566 5.15 2.031 1.828 31.98
bw_lstm_codes four/3 46.55 5.026 3.386 0.07796 0.783 19.98
bw_lstm_codes four/4 37.17 3.952 3.717 0 0.7875 15.98
bw_lstm_codes four/5 30.19 4.079 3.372 0.07964 0.925 11.99 9.345e-10
bw_lstm_codes four/8 19.3 1.95 3.595 0.09617 0.5908 7.994 5.172e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.000003803
bw_lstm_codes hidden/2 389.6 76.34 75.91 25.33 20.64 7.633 6.062
bw_lstm_codes hidden/4 342.3 66.52 64.68 18.84 16.9 7.469 6.062
bw_lstm_codes hidden/8 341.9 66.4 65.05 18.66 17.64 7.473 6.062
bw_lstm_codes in/2 10.8 0.1034 0 0 0.4651
bw_lstm_codes in/4 17.93 1.686 0.7791 0.9842 1.116 0.01189
bw_lstm_codes in/8 18.06 1.687 0.8446 1.018 0.9137 0.01294
bw_lstm_codes rest/2 56.4 12.91 7.874 5.155 1.811 8.107 2.468e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 31.41 5.989 3.88 0.9485 1.958 4.054 9.517e-8
bw_lstm_codes rest/5 25.68 4.909 2.746 0.6637 1.807 3.051 1.064e-7
bw_lstm_codes rest/8 23.69 5.288 2.984 0.8227 2.088 2.066 1.364e-7
bw_lstm_codes sequence 323.5 45.34 40.18 56.66 19.83 0 4
bw_lstm_codes step 86.28 30.31 0 6.093 5.333 2.445
bw_lstm_codes unit 166.7 32.4 31.74 9.193 8.582 3.625 2.938
bw_max_pool_row chunk 0 0 12.76 0 2.168
bw_max_pool_row chunkTap 56.15 9.678 8.049 1.939 7.395 2.027
bw_max_pool_row in/2 8.869 1.096 0.002128 1.094 0.8578
bw_max_pool_row in/4 9.197 1.177 0.002266 1.18 1.069
bw_max_pool_row in/8 7.079 1.168 0.002257 1.162 1.019
bw_max_pool_row inOdd/2 10.36 1.626 0 1.689
bw_max_pool_row inOdd/4 12.73 1.95 0.0347 1.74 0 0.02093
bw_max_pool_row out/2 0 0 0 0 0.3586 0.002632
bw_max_pool_row out/4 0.8328 0 0.01137 0 0.1211 0.005788
bw_max_pool_row out/8 0 0 0.01383 0 0 0.004356
bw_max_pool_row outOdd/2 35.49 4.563 0.5965 2.09 1.556
bw_max_pool_row outOdd/4 45.3 6.942 0.1219 6.193 0 0.07432
bw_max_pool_row pixel 66.04 13.58 2.693 7.764 0 0.8985
bw_max_pool_row rest 7.136 1.392 0 1.505 1.552
bw_max_pool_row row 132.1 26.68 31.76 12.81 21.57
bw_multiply_codes call 94.67 28.11 21 25
bw_multiply_codes chunk 142.2 25.16 26 6.469 21.35 1.074 0 0.8387
bw_multiply_codes in/2 6.603 0.8964 0 0.4032 0.4789 0.2553
bw_multiply_codes in/4 7.402 0.9836 4.319e-10 0.4327 0.2606 0.2578
bw_multiply_codes in/8 4.643 0.945 2.776e-11 0.4364 0.5146 0.2537
bw_multiply_codes out/2 8.764 1.473 1.734e-10 0.6889 0.8146 0.3779
bw_multiply_codes out/4 8.248 1.386 0 0.6506 1.116 0.3711
bw_multiply_codes out/8 6.085 1.355 2.803e-10 0.6192 0.6982 0.3726
bw_multiply_codes second/2 7.804 1.324 1.005e-11 0.6187 0.2896 0.3399
bw_multiply_codes second/4 7.865 1.214 2.803e-10 0.5426 0.4852 0.3339
bw_multiply_codes second/8 6.169 1.279 1.2e-10 0.5895 0.7513 0.3451
bw_normalize_codes call 814.3 214.9 16.64 108 64.28 1.171e-8 1.299 5.447e-10
bw_normalize_codes in/2 55.76 10.11 0.008481 1.109 2.017 0.9826 1.954 4.97e-12
bw_normalize_codes in/4 51.39 9.007 0 0.5737 1.102 0.9826 1.966
bw_normalize_codes in/8 48.92 8.465 0.004281 0.3655 1.218 0.9826 1.959 1.716e-12
bw_normalize_codes out/2 52.2 9.182 0 0.659 1.799 1.017 2.036 6.445e-12
bw_normalize_codes out/4 52.13 9.159 0 0.6734 1.851 1.017 2.039
bw_normalize_codes out/8 52.73 9.188 0.01487 0.4423 0.851 1.017 2.022
bw_normalize_codes span 209.4 24.17 2.237 16.64 12.38 1 1.763 1
bw_pad_row code/2 2.905 0.2779 0.2653 0.2136 0.1621
bw_pad_row code/4 1.683 0.252 0.1658 0.2152 0.1453 0.004177 0 0.004177
bw_pad_row code/8 1.065 0.3314 0.1515 0.2972 0.09989 0.003235 0 0.003235
bw_pad_row codeOdd/2 18.86 2.574 1.699 1.526 0.9988 0.02206 0 0.02206
bw_pad_row codeOdd/4 6.962 0.8809 0.002349 0.4885 0.1818
bw_pad_row row 0 0 0 0.3497
bw_pad_row run 170.8 27.65 46.66 19.31 25.22 0.4487 0 0.4487
bw_rescale_codes call 146.6 17.4 18 13.43 23.06
bw_rescale_codes chunk 0 16.44 21 4.354 32.14 0 1.124e-7
bw_rescale_codes in/2 21.13 1.956 8.723e-8 0.8248 1.426 0 0.5663
bw_rescale_codes in/4 21.02 1.957 8.591e-8 0.8258 0.959 0 0.5663
bw_rescale_codes in/8 19.06 1.958 8.723e-8 0.8271 1.172 0 0.5663
bw_rescale_codes out/2 17.16 1.508 5.797e-9 0.6374 0.1712 0 0.4337
bw_rescale_codes out/4 17.02 1.499 1.755e-9 0.6324 0.782 0 0.4337
bw_rescale_codes out/8 14.67 1.5 0 0.6333 0.918 0 0.4337
bw_resize_row code/2 0.1068 0.03029 0 0.03113 0.00977 9.857e-11 0 9.857e-11
bw_resize_row code/4 0.2188 0.1076 0 0.1105 0 8.587e-11 0 8.587e-11
bw_resize_row code/8 0.5506 0.1945 0.001091 0.1944 0.0189 8.314e-11 0 8.314e-11
bw_resize_row row 47.03 11.37 16.39 10.23 0.5239 3.443e-9 0 3.443e-9
bw_resize_row run 68.36 14.12 21.11 5.021 11.59 1 0 1
bw_rnn_codes four/2 74.52 5.829 6.891 1.266 1.253 32 2.356e-9
bw_rnn_codes four/3 47.31 4.807 4.975 0.6019 1.038 20 8.919e-9
bw_rnn_codes four/4 36.25 3.796 5.063 0 1.91 16 1.076e-8
bw_rnn_codes four/5 29.77 3.87 3.972 0.2173 1.001 12 7.934e-10
bw_rnn_codes four/8 19.2 1.783 3.941 0.2437 0.5211 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.000009665
bw_rnn_codes hidden/2 119.6 22.39 16.55 7.112 7.287 2.595 1.484
bw_rnn_codes hidden/4 117.7 22.57 17.04 6.28 7.152 2.602 1.484
bw_rnn_codes hidden/8 115.3 22.53 16.73 5.591 6.804 2.598 1.484
bw_rnn_codes in/2 19.24 2.081 0 0.9972 1.077
bw_rnn_codes in/4 20.31 2.087 0 1.449 1.136
bw_rnn_codes in/8 20.64 1.979 0 1.635 1.3
bw_rnn_codes rest/2 88.12 19.51 13.88 9.456 4.036 8.195 9.546e-7
bw_rnn_codes rest/3 44.11 10.03 8.452 0 2.452 5.119 5.738e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 23.48 4.465 2.108 0.3528 1.372 3.038 1.86e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 295.9 49.99 42.49 47.04 23.63 0.006939 4
bw_rnn_codes step 0 9.132 35.01 0 0 3 5.239e-8
bw_rnn_codes unit 40.71 7.819 5.814 2.157 2.441 0.903 0.5159
bw_slice_row code/2 1.552 0.3285 0.5719 0.1577 0.317 1.234e-10 0 0.02726
bw_slice_row code/4 1.09 0.2841 0.3974 0.1659 0.1624 7.369e-11 0 0.01827
bw_slice_row code/8 1.127 0.3662 0.2823 0.2819 0.1481 6.06e-11 0 0.01347
bw_slice_row row 92.43 20.29 41.74 12.39 15.54 8.046e-9 0 1.076
bw_slice_row run 33.2 7.148 0 1.516 2.202 2
bw_slice_row spread/2 8.501 0.1675 0 0.00005789 0 1
bw_slice_row spread/4 24.97 3.47 0 0.7909 0.574 1
bw_slice_row spread/8 21.64 2.806 0 0.6347 0 1
bw_softmax_codes in/2 107.8 11 0.01135 2.001 3.219 1 10
bw_softmax_codes in/4 108.4 10.87 0 1.933 1.834 1 10
bw_softmax_codes in/8 99.85 11 0.01498 1.998 4.337 1 10
bw_softmax_codes pixel 479.2 14.49 11.49 8.247 73.32 1.341e-9 1.341e-8
bw_sum_codes bytes 37.28 5.492 0.9374 1.848 1.881 0 2
bw_sum_codes call 123.8 32.69 30.33 21.71 0.1774 0 2.304e-9
bw_sum_codes chunk 137.5 26.19 28.98 5.313 13.49 0.8376 8.695e-10 0.8376
bw_sum_codes in/2 11.17 1.492 0 0.5327 0.7665 0 0.6527
bw_sum_codes in/4 13.78 1.615 0.0001356 0.6267 0.6181 0 0.6527
bw_sum_codes in/8 10.98 1.477 0.0005033 0.5141 0.5205 0 0.6527
bw_sum_codes out/2 12.89 1.556 0 0.5441 0.6666 0 0.6737
bw_sum_codes out/4 12.89 1.568 0.0001389 0.5621 0.6503 0 0.6737
bw_sum_codes out/8 11.32 1.579 0 0.5896 0.5518 0 0.6737
bw_sum_codes second/2 13.16 1.552 0 0.5663 0.4891 0 0.6736
bw_sum_codes second/4 12.78 1.618 0 0.5987 0.6155 0 0.6736
bw_sum_codes second/8 9.859 1.5 0.0002689 0.5144 0.7779 0 0.6736
bw_transpose_codes code/2 44.01 9.478 1.192 2.387 2.195 0.1589
bw_transpose_codes code/4 46.26 9.855 1.448 2.683 2.416 0.2603
bw_transpose_codes code/8 42.92 9.328 1.041 2.242 2.108 0.1137
`,
    s: `
bw_average_pool_row chunk 110.5 15.85 14.02 36.25 34.66 0 6.89e-10
bw_average_pool_row chunkTap 47.8 7.651 5.979 1.152 6.046 2.133
bw_average_pool_row in/2 15.21 4.279 0.001282 2.262 1.958 0.04459 1.975e-11
bw_average_pool_row in/4 14.94 4.249 0.001081 2.248 1.372 0.05933 1.347e-11
bw_average_pool_row in/8 11.96 4.262 0.00004592 2.256 1.222 0 1.055e-11
bw_average_pool_row inOdd/2 17.12 5.208 0.01803 3.004 2.053 0.1754
bw_average_pool_row inOdd/4 12.8 5.017 0.003119 2.871 1.004 0.05454
bw_average_pool_row out/2 34.64 3.909 0 2.017 1.585 0.2952 1
bw_average_pool_row out/4 34.64 4.1 0 2.129 2.783 0.06326 1
bw_average_pool_row out/8 31.12 4.147 0.02126 2.15 2.512 0 1
bw_average_pool_row outOdd/4 126.9 0 0 0 23.57 0 1
bw_average_pool_row pixel 107.9 13.97 0 3.38 0 1.771
bw_average_pool_row rest 12.78 4.777 0.03138 2.709 1.511
bw_average_pool_row row 134.3 28.54 32.95 18.57 7.853 1.295 3.01e-11
bw_convolution_row any/2 8.206 0.9467 0 0.8171 0.9702 0.2433
bw_convolution_row any/4 7.717 0.9519 0 0.8211 0.8622 0.1515
bw_convolution_row any/8 7.434 0.7191 0.1905 0.6946 1.064 0.1814
bw_convolution_row anyOdd/2 9.473 0 0 0.4198 1.047
bw_convolution_row anyOdd/4 14.42 1.099 0.2315 0.1687 1.294 0.08425
bw_convolution_row anyPixel 126.3 31.12 26.49 12.92 15.66 2.457 0 0.03323
bw_convolution_row anyTap 22.47 5.192 3.657 1.568 2.701 0.2046
bw_convolution_row group 0 23.17 19.57 0 0 0.8076 0 5.29
bw_convolution_row one/2 73.73 6.405 6.901 0.07647 1.222 32.03
bw_convolution_row one/3 47.91 5.208 5.036 0.04064 1.157 20.02
bw_convolution_row one/4 38.28 4.124 4.972 0.01594 1.319 16.01
bw_convolution_row one/5 30.43 4.135 4.061 0.00906 1.045 12.02
bw_convolution_row one/8 19.69 2.24 3.965 0.0685 0.4776 8.082 0 0.0001259
bw_convolution_row oneBlock/8 144.3 42.98 20.7 17.95 8.168 11.74 0 0.01054
bw_convolution_row oneBlock/narrow 162.4 45.06 19.77 18.48 8.675 11.43 0 0.02151
bw_convolution_row rest/2 74.19 10.58 0.2396 0 8.784 8.266
bw_convolution_row rest/3 59.27 7.873 0.1458 0.2821 6.908 4.914 0 0.008419
bw_convolution_row rest/4 43.74 6.386 0 0.1394 5.053 4.034 0 0.004238
bw_convolution_row rest/5 35.33 5.129 0 0.01947 4.14 3.027
bw_convolution_row rest/8 16.9 4.33 0 0.07028 2.245 2.066
bw_convolution_row restChannel 79.18 18.48 15.51 5.173 2.486 4.245 0 0.06772
bw_convolution_row row 253.2 34.3 6.241 39.98 22.61
bw_convolution_row single 26.11 11.13 26.53 3.024 6.645 2.312 0 0.1258
bw_convolution_row three/2 153.2 19.09 34.97 1.714 3.22 95.91 0 0.006244
bw_convolution_row three/3 101.9 13.83 23.51 1.987 2.35 59.97
bw_convolution_row three/4 86.42 12.56 19.82 2.282 3.178 47.96
bw_convolution_row three/5 66.07 10.03 15.81 1.95 2.334 35.96
bw_convolution_row three/8 41.33 6.964 9.588 0 1.3 23.94
bw_convolution_row threeBlock/8 142.1 29.61 48.28 15.23 6.321 36.07
bw_convolution_row threeBlock/narrow 201.8 36.33 51.43 20.03 9.315 36.22 0 0.006041
bw_convolution_row triple 118.1 31.17 37.16 17.78 8.747 0.8731 0 0.06336
bw_convolution_row whole/2 4.139 0.6809 0 0.7295 0.1975 0.2482 0 0.0006213
bw_convolution_row whole/4 3.595 0.6534 0 0.7099 0.2128 0.2292 0 0.0009283
bw_convolution_row whole/8 3.504 0.417 0 0.4767 0.4599 0.2461 0 0.0006194
bw_convolution_row wholeOdd/2 20.42 1.977 0.5027 0.9376 1.847 0 0 0.0002007
bw_convolution_row wholeOdd/4 5.746 0.8327 0.01791 0.7421 0.3682 0.215 0 0.001264
bw_convolution_row wholePixel 27.07 7.883 12.05 4.519 2.018 0.3229 0 0.03179
bw_convolution_row wholeRun 55.23 10.18 2.288 3.213 6.398 0.5758
bw_depthwise_row block 147.5 51.39 22.39 18.04 5.969 2.726 0 0.0112
bw_depthwise_row edge/8 216.3 43.18 30.24 23.14 21.48 2.32
bw_depthwise_row edge/narrow 246.5 49.82 28.29 26.08 24.01 13.21
bw_depthwise_row edgeTap/2 5.182 0 0 0 0.5869 1.875
bw_depthwise_row edgeTap/4 8.556 1.182 0 0.1942 0.992 2.026
bw_depthwise_row edgeTap/8 10.25 2.194 0.08247 0.5838 1.26 2.711
bw_depthwise_row pixel/8 31.98 7.572 5.718 1.16 0 7.69
bw_depthwise_row pixel/narrow 60.8 12.11 7.342 4.173 1.984 9.096
bw_depthwise_row point 13.57 2.562 0 1.067 2.397 0.3573
bw_depthwise_row row 316.9 62.44 39.8 35.35 38.46 0 0 3.058
bw_depthwise_row single 77.86 18.39 1.963 6.779 2.306 3.683 0 0.08302
bw_depthwise_row singleTap/2 70.67 13.91 0 4.739 4.891 3.132
bw_depthwise_row singleTap/4 71.67 13.84 0 5.031 5.56 2.941
bw_depthwise_row singleTap/8 68.24 13.78 0.05064 4.758 5.222 2.975 0 0.00521
bw_depthwise_row tap/2 10.36 1.894 2.02 0 0.1742 3.73
bw_depthwise_row tap/4 10.15 1.855 1.963 0 0.2557 3.819
bw_depthwise_row tap/8 7.497 1.705 1.845 0 0.2413 3.58
bw_depthwise_row threeBlock/2 719 157.9 29 73.91 69.64 15.11
bw_depthwise_row threeBlock/3 635.8 139.6 22.65 63.32 61.88 0.6331
bw_depthwise_row threeBlock/4 653.7 144.4 21.44 71.14 59.44
bw_depthwise_row threeBlock/5 753 169.5 28.46 78.35 70.1 8.651
bw_depthwise_row threeBlock/8 771.7 178.3 31.45 91.82 65.95 13.96 0 0.00929
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 221.8 47.87 11.97 32.62 30.11 0 0 0.01013
bw_depthwise_row threeNarrow 15.65 1.428 0 2.039 1.1
bw_depthwise_row threePixel/narrow 126.4 25.98 23.96 1.933 2.86 41.05
bw_depthwise_row threePixel/8 102.9 23.62 23.1 0.8987 2.037 40.05
bw_depthwise_row unpack/2 59.43 11.35 1.008 5.915 6.128 1.228
bw_depthwise_row unpack/3 52.25 9.35 0.2751 4.913 5.386 0.6107 0 0.00241
bw_depthwise_row unpack/4 59.8 11.61 0.5817 6.648 5.604 1.038 0 0.002897
bw_depthwise_row unpack/5 53.96 10.37 0.1378 5.949 5.403 0.1054
bw_depthwise_row unpack/8 58.91 11.46 0.2992 7.325 4.878 0.9534
bw_gru_codes four/2 67.06 5.879 6.111 0.02779 0.4496 32.15
bw_gru_codes four/3 44.74 5.268 4.778 0.1216 0.7068 20.09
bw_gru_codes four/4 37.86 4.559 4.982 0.234 1.197 16.07 0 5.734e-12
bw_gru_codes four/5 33.23 4.334 4.541 0.016 0.963 11.87 0.2343
bw_gru_codes four/8 19.43 2.082 3.952 0.112 0.6389 8.003 0.02236
bw_gru_codes fours 169.2 31.42 30.61 9.1 10.68 2.992 2.082
bw_gru_codes hidden/2 216 42.53 42.89 11.61 12.08 5.021 3.156
bw_gru_codes hidden/4 237.2 46.96 46.84 13.51 14.47 4.803 3.526
bw_gru_codes hidden/8 248.1 45.67 44.3 13.25 15.79 4.296 3.859
bw_gru_codes in/2 40.18 7.432 5.937 2.214 6.235 0 0.1237 8.812e-11
bw_gru_codes in/4 29.24 4.168 3.69 1.267 4.732 0 0.02426 7.62e-11
bw_gru_codes in/8 24.38 4.308 4.675 1.165 3.965 0.1411 0 2.781e-11
bw_gru_codes rest/2 126.6 24.75 18.29 5.045 14.06 9.12 0 1.978e-11
bw_gru_codes rest/3 74.72 10.53 3.816 1.616 8.551 4.842 0.2083 5.5e-12
bw_gru_codes rest/4 55.74 8.478 2.893 0.9896 6.31 4.043 3.079e-9
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 336.6 67.62 85.6 46.13 49.58 0 0 4
bw_gru_codes step 0 0 5.799 0 0 2.523 0 1.346e-9
bw_gru_codes unit 122.3 22.72 22.12 6.576 7.729 2.171 1.892
bw_join_codes call 118.5 24.71 45.45 12.66 0 0 7.635e-9
bw_join_codes copied/4 0 0 0 0.005819 0.9843 0 7.615e-10 2.515e-12
bw_join_codes copied/8 1.828 0.3984 0.1799 0.2227 0.1187 0 1.414e-10 5.745e-12
bw_join_codes copiedRun 72.72 14.88 17.93 5.077 6.314 0 0 1
bw_join_codes in/2 27.89 2.897 0.1922 0.9528 2.754 0.0389 0.6149
bw_join_codes in/4 27.65 2.868 0.1581 0.9458 2.262 0.03062 0.6149
bw_join_codes in/8 24.88 2.956 0.244 0.9454 2.15 0 0.6149 9.271e-13
bw_join_codes inOdd/2 76.21 8.879 1.34 4.184 5.054 0 0.551
bw_join_codes inOdd/4 143.6 18.6 1.163 7.536 17.82 0 0.551
bw_join_codes out/2 13.87 1.568 0.06946 0.5649 1.558 0 0.196
bw_join_codes out/4 18.48 1.924 0.2007 0.5829 1.758 0 0.3851 1.57e-12
bw_join_codes out/8 16.06 1.832 0.1375 0.5933 1.437 0 0.3851
bw_join_codes outOdd/2 887.6 100.4 4.445 36.15 99.7 0 12.55
bw_join_codes outOdd/4 63.86 7.472 1.111 3.512 4.329 0.1262 0.449
bw_join_codes run 121 29.47 33.74 10.75 18.29 0.2533 4.358e-9 2.453e-11
bw_lookup_codes call 55.16 14.37 16 6.904 4.121 0.1781
bw_lookup_codes chunk 104.2 13.72 16 3.227 18.12
bw_lookup_codes in/2 6.251 1.02 9.117e-10 0.6254 1.264 0.03109
bw_lookup_codes in/4 6.086 1.03 5.329e-9 0.6309 0.7748 0.03466
bw_lookup_codes in/8 2.699 1.014 0 0.6217 0.3839
bw_lookup_codes out/2 5.983 1.363 7.113e-8 0.8352 0.703
bw_lookup_codes out/4 6.033 1.368 7.288e-8 0.8389 0.893 0.000313
bw_lookup_codes out/8 3.351 1.354 7.133e-8 0.8302 0.5062
bw_lstm_codes four/2 86.71 10.23 11.74 1.049 2.708 31.98
bw_lstm_codes four/3 48.43 5.656 4.994 0.1086 1.104 19.98
bw_lstm_codes four/4 38.16 4.263 4.864 0 1.396 15.98 0 1.178e-12
bw_lstm_codes four/5 30.78 4.305 4.12 0.06201 1.15 11.99 7.439e-10
bw_lstm_codes four/8 19.89 2.179 4.147 0.08853 0.8241 7.994 5.278e-10 4.149e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003877
bw_lstm_codes hidden/2 420.3 79.08 81.62 25.89 25.76 7.624 6.059
bw_lstm_codes hidden/4 388.4 72.06 68.65 23.28 24.58 7.463 6.059
bw_lstm_codes hidden/8 384.5 70.62 68.55 22.84 24.36 7.468 6.059 4.915e-11
bw_lstm_codes in/2 18.92 2.034 1.451 0.5537 3.154
bw_lstm_codes in/4 23.5 3.081 3.402 0.9408 3.323 0.01144 9.087e-12 2.573e-11
bw_lstm_codes in/8 24.14 3.277 3.422 1.042 3.27 0.01236 0 8.989e-12
bw_lstm_codes rest/2 80.73 11.1 1.612 1.003 10.39 8.109 2.56e-7 3.823e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 52.16 8.262 3.206 1.006 6.236 4.054 9.753e-8 8.482e-12
bw_lstm_codes rest/5 42.94 7.081 2.937 0.7688 4.954 3.051 1.084e-7
bw_lstm_codes rest/8 26.29 6.556 2.595 1.009 3.285 2.066 1.397e-7 2.772e-11
bw_lstm_codes sequence 460.9 100.4 80.82 52.8 84.43 0 0 4
bw_lstm_codes step 62.39 25.64 49.79 0 14.84 2.464 0 8.243e-10
bw_lstm_codes unit 187.6 34.52 33.56 11.17 11.86 3.628 2.941
bw_max_pool_row chunk 0 0 13.56
bw_max_pool_row chunkTap 63.89 11.01 5.995 2.193 11.96 2.095
bw_max_pool_row in/2 11.33 1.895 0.000687 1.094 1.734 0.03505
bw_max_pool_row in/4 11.36 2.079 0.002326 1.176 1.252 0.04617
bw_max_pool_row in/8 7.904 2.031 0.001041 1.159 0.9659
bw_max_pool_row inOdd/2 12.89 2.243 0 1.637 1.465 0.07353
bw_max_pool_row inOdd/4 16.19 3.43 0.00676 1.76 2.014 0.1482
bw_max_pool_row out/2 0 0 0 0 0.2069
bw_max_pool_row out/4 1.146 0 0 0 0.559
bw_max_pool_row out/8 0 0 0.007231
bw_max_pool_row outOdd/2 37.16 6.216 0.372 2.78 6.688
bw_max_pool_row outOdd/4 57.65 12.21 0.02415 6.264 7.168 0.5274
bw_max_pool_row pixel 55.92 5.299 0.3098 4.796 0 1.644
bw_max_pool_row rest 7.239 2.045 0.002928 1.444 0.9336
bw_max_pool_row row 147.6 33.27 34.55 16.85 21.59
bw_multiply_codes call 86.32 27.39 20 17.54 10.41
bw_multiply_codes chunk 132.5 21.01 23 6.474 21.34 2.488 0 1.789
bw_multiply_codes in/2 10.15 1.386 0 0.3875 1.331 0.3026
bw_multiply_codes in/4 11.17 1.506 3.359e-10 0.4232 0.7578 0.3743
bw_multiply_codes in/8 6.904 1.489 8.965e-12 0.4408 0.6034 0.2407
bw_multiply_codes out/2 12.48 2.287 1.16e-10 0.7077 1.127 0.345
bw_multiply_codes out/4 11.58 2.185 0 0.6586 1.3 0.3195
bw_multiply_codes out/8 9.274 2.123 2.071e-10 0.6111 0.7802 0.368
bw_multiply_codes second/2 12.71 2.047 0 0.6251 1.679 0.3456
bw_multiply_codes second/4 11.93 1.888 2.276e-10 0.5147 0.8563 0.397
bw_multiply_codes second/8 8.914 1.986 9.632e-11 0.5868 0.7217 0.3218
bw_normalize_codes call 598.5 177.7 18 41.44 81.91 1.177e-8 1.791e-8 4.843e-10
bw_normalize_codes in/2 62.61 14.4 0.4926 1.156 3.41 0.9852 1.478 4.699e-12
bw_normalize_codes in/4 59.13 13.6 0.4926 1.006 2.482 0.9852 1.478
bw_normalize_codes in/8 57.11 13.03 0.4926 0.953 2.28 0.9852 1.478 1.825e-12
bw_normalize_codes out/2 60.66 14.01 0.5074 1.053 3.532 1.015 1.522 6.35e-12
bw_normalize_codes out/4 60.47 13.86 0.5074 1.06 3.35 1.015 1.522
bw_normalize_codes out/8 60.05 13.69 0.5074 1.002 1.78 1.015 1.522
bw_normalize_codes span 266.9 20.66 2 12.98 24.34 1 2 1
bw_pad_row code/2 3.277 0.3293 0.2651 0.2181 0.5106
bw_pad_row code/4 1.789 0.2608 0.1565 0.1995 0.2077 0.004179 0 0.004179
bw_pad_row code/8 1.086 0.3418 0.1453 0.2819 0.08628 0.003229 0 0.003229
bw_pad_row codeOdd/2 20.81 2.775 1.936 1.415 2.979 0.04908 0 0.02202
bw_pad_row codeOdd/4 7.345 0.9026 0 0.5347 0.8773
bw_pad_row row 0 0 0 4.367
bw_pad_row run 175 29.44 40.61 14.58 25.55 0.4492 0 0.4492
bw_rescale_codes call 56.13 17.41 19 10.45
bw_rescale_codes chunk 113.1 14.37 16 3.294 20.79 0.001633 1.009e-7
bw_rescale_codes in/2 24.5 2.52 6.174e-8 0.8247 2.666 0.03317 0.5655
bw_rescale_codes in/4 24.59 2.521 6.081e-8 0.8257 1.911 0.03051 0.5655
bw_rescale_codes in/8 21.36 2.522 6.166e-8 0.8271 1.652 0 0.5655
bw_rescale_codes out/2 19.5 1.947 4.129e-9 0.6396 1.202 0.002441 0.4345
bw_rescale_codes out/4 19.19 1.937 1.245e-9 0.6344 1.637 0.001426 0.4345
bw_rescale_codes out/8 16.61 1.938 0 0.6353 1.334 0 0.4345
bw_resize_row code/2 0.1064 0.03017 0 0.03101 0.009835 9.907e-11 0 9.907e-11
bw_resize_row code/4 0.219 0.1078 0 0.1108 0 8.677e-11 0 8.677e-11
bw_resize_row code/8 0.5505 0.1946 0.001118 0.1945 0.01888 8.319e-11 0 8.319e-11
bw_resize_row row 44.98 11.32 12.39 10.19 1.545 3.351e-9 0 3.351e-9
bw_resize_row run 72.37 19.13 21.11 4.026 9.591 1 0 1
bw_rnn_codes four/2 83.06 8.608 6.651 1.747 3.944 32 3.023e-9
bw_rnn_codes four/3 51.77 6.129 4.31 0.875 2.394 20 9.943e-9
bw_rnn_codes four/4 35.81 3.41 3.992 0 0.6827 16 1.117e-8
bw_rnn_codes four/5 31.22 4.24 3.514 0.2997 1.416 12 1.065e-9
bw_rnn_codes four/8 21.07 2.369 3.839 0.378 1.099 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.00001003
bw_rnn_codes hidden/2 146.3 29.33 24.26 10.09 13.95 2.594 1.483 6.638e-11
bw_rnn_codes hidden/4 139.3 27.77 24.19 8.987 12.25 2.6 1.483
bw_rnn_codes hidden/8 132.9 26.35 23.99 8.147 10.56 2.596 1.483
bw_rnn_codes in/2 24.62 3.614 4.302 0.9182 3.589
bw_rnn_codes in/4 27.84 4.33 4.248 1.433 4.33 0 0 1.011e-11
bw_rnn_codes in/8 28.63 4.37 4.234 1.673 4.637 0 0 1.872e-11
bw_rnn_codes rest/2 113.7 19.29 9.666 4.027 14.56 8.196 9.937e-7 2.492e-10
bw_rnn_codes rest/3 52.3 7.187 5.267 0 3.881 5.119 5.952e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 41.51 6.854 2.049 0.6297 4.75 3.038 1.932e-7 1.851e-11
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 319.8 64.31 78.51 40.23 47.68 0.00769 0 4
bw_rnn_codes step 0 0 0 0 0 3 6.66e-8 2.457e-9
bw_rnn_codes unit 48.2 9.6 8.399 3.107 4.162 0.9044 0.5167
bw_slice_row code/2 1.48 0.3504 0.5976 0.1155 0.1864 1.255e-10 0 0.02719
bw_slice_row code/4 1.044 0.299 0.4145 0.138 0.07569 7.529e-11 0 0.01822
bw_slice_row code/8 1.092 0.377 0.2951 0.261 0.08356 6.166e-11 0 0.01344
bw_slice_row row 86.99 20.15 43.02 9.582 11.14 8.105e-9 0 1.085
bw_slice_row run 37.91 9.336 0 0.08338 4.02 2
bw_slice_row spread/2 8.288 0 0 0.6906 0 1
bw_slice_row spread/4 24.07 3.425 0 0.8931 0.6943 1
bw_slice_row spread/8 21.23 2.776 0 0.8604 0.3206 1
bw_softmax_codes in/2 125.1 17 0.01021 3 5.162 1 10
bw_softmax_codes in/4 121.6 16.83 0 2.92 6.484 1 10
bw_softmax_codes in/8 117.7 16.99 0.01771 2.997 5.909 1 10
bw_softmax_codes pixel 516 11.08 9.483 6.267 73.62 1.372e-9 1.372e-8
bw_sum_codes bytes 41.53 6.363 0.7438 1.848 2.139 0 2
bw_sum_codes call 86.24 25.73 20.27 16.77 0 0 2.432e-9
bw_sum_codes chunk 144.3 22.19 22.98 5.315 18.73 2.79 8.068e-10 1.703
bw_sum_codes in/2 14.96 1.804 0 0.5264 2.064 0 0.6493
bw_sum_codes in/4 16.27 1.942 0.00006288 0.6316 1.026 0 0.6493
bw_sum_codes in/8 12.04 1.791 0.0003977 0.51 0.3718 0 0.6493
bw_sum_codes out/2 15.25 1.895 0 0.5441 0.8204 0 0.6741
bw_sum_codes out/4 15.14 1.903 0.0001094 0.5603 0.9811 0 0.6741
bw_sum_codes out/8 13.12 1.919 0 0.5915 0.874 0 0.6741
bw_sum_codes second/2 15.41 1.897 0 0.5694 1.039 0 0.6765
bw_sum_codes second/4 15.31 1.969 0 0.6049 0.9059 0 0.6765
bw_sum_codes second/8 11.22 1.84 0.0002206 0.5129 0.646 0 0.6765
bw_transpose_codes code/2 37.85 7.667 0.1905 2.36 2.553 0.1582
bw_transpose_codes code/4 39.74 8.061 0.4158 2.587 2.909 0.2464
bw_transpose_codes code/8 36.8 7.461 0.04128 2.236 2.357 0.1134
`,
  },
};
