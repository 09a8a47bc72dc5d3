/** Instructions of cortex-m33. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const CORTEX_M33: InstructionData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_average_pool_row chunk 0 0 0 23.39 0 0 1.137e-9
bw_average_pool_row chunkTap 11.79 2.577 0.5656 0.181 0.9559 0.1293
bw_average_pool_row in/2 12.01 1.626 0.4813 1.282 1.541 0.1023 2.023e-11
bw_average_pool_row in/4 12 1.611 0.5291 1.277 1.399 0.1046 1.15e-11
bw_average_pool_row in/8 1.472 0.2186 0 0.01104 0.2494 0 4.388e-12
bw_average_pool_row inOdd/2 43.48 8.704 7.866 3.109 3.325 1.689
bw_average_pool_row inOdd/4 21.9 3.189 1.588 2.036 1.987 0.3452
bw_average_pool_row out/2 34.68 2.572 0.9349 1.818 0.9202 0.09212 1
bw_average_pool_row out/4 31.54 1.749 0.02722 1.706 1.028 0 1
bw_average_pool_row out/8 37.4 3.953 0 2.822 1.488 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 272.1 39.57 25.39 23.87 28.78 3.566
bw_average_pool_row rest 25.93 4.96 3.189 2.313 4.07 0.7375
bw_average_pool_row row 167.3 37.75 39.05 12.48 5.579 1.25
bw_convolution_row any/2 5.32 0.4365 0 0.5981 0.3751 0.1958
bw_convolution_row any/4 5.148 0.3056 0 0.6407 0.4525 0.1556
bw_convolution_row any/8 4.994 0.327 0.1578 0.6895 0.5469 0.1804
bw_convolution_row anyOdd/2 8.558 1.328 0 0.1295 0.9041 0.1821
bw_convolution_row anyOdd/4 15.01 2.042 0.5394 0.6119 0.7207 0.1623
bw_convolution_row anyPixel 136.9 29.63 29.73 13.71 9.406 0.6348 0 0.01039
bw_convolution_row anyTap 19.13 3.499 3.257 1.045 2.161 0.1514
bw_convolution_row group 0 48.41 29.1 23.46 0 1.45 0 5.31
bw_convolution_row one/2 74.18 6.369 6.897 0.1033 1.165 32
bw_convolution_row one/3 48.03 5.206 5.025 0.04168 1.054 20.01
bw_convolution_row one/4 38.35 4.111 4.957 0.02349 0.9838 16.01
bw_convolution_row one/5 30.51 4.113 4.065 0.02686 1.01 12.01
bw_convolution_row one/8 19.8 2.172 3.953 0.01639 0.3728 8.036 0 0.0000922
bw_convolution_row oneBlock/8 101 28.82 23.65 1.798 7.408 11.8 0 0.012
bw_convolution_row oneBlock/narrow 164.1 36.17 23.64 14.2 16.41 11.58 0 0.02073
bw_convolution_row rest/2 74.37 9.878 0.2407 0 7.856 8.124
bw_convolution_row rest/3 56.43 6.932 0.0816 0.4191 5.611 4.899 0 0.0078
bw_convolution_row rest/4 41.77 5.277 0 0.06734 3.988 4.017 0 0.00398
bw_convolution_row rest/5 33.59 4.209 0 0.06289 3.085 3.009
bw_convolution_row rest/8 14.76 2.306 0 0.05213 1.053 2.026
bw_convolution_row restChannel 77.35 16.87 19.12 3.531 5.059 4.329 0 0.06599
bw_convolution_row row 227.8 0 0 12.97 18.12
bw_convolution_row single 59.57 15.66 28.31 5.961 6.852 0.9666 0 0.1099
bw_convolution_row three/2 153.7 19.52 35.01 1.93 2.296 96.06 0 0.00535
bw_convolution_row three/3 101.5 13.98 23.55 2.071 2.005 59.99
bw_convolution_row three/4 86.46 12.42 19.75 2.202 2.466 48
bw_convolution_row three/5 66.16 10.13 15.78 2.151 2.168 35.99
bw_convolution_row three/8 41.31 7.013 9.588 0 1.198 23.99
bw_convolution_row threeBlock/8 140.5 29.31 48.48 14.76 6.398 35.68
bw_convolution_row threeBlock/narrow 206.5 36.35 50.1 20.66 8.243 35.93 0 0.004795
bw_convolution_row triple 116.2 24.93 39.39 13.13 3.679 0.5699 0 0.06364
bw_convolution_row whole/2 2.971 0.2134 0 0.4883 0.2059 0.2494 0 0.0006391
bw_convolution_row whole/4 2.737 0.1857 0 0.5061 0.1898 0.2355 0 0.0008733
bw_convolution_row whole/8 2.264 0.1742 0 0.4747 0.2307 0.2503 0 0.0006193
bw_convolution_row wholeOdd/2 19.87 2.09 0.5647 1.021 0.9719 0.005666 0 0.0002807
bw_convolution_row wholeOdd/4 4.658 0.393 0.01664 0.5436 0.2946 0.2196 0 0.001299
bw_convolution_row wholePixel 29.74 6.72 12.63 3.428 1.104 0.23 0 0.03199
bw_convolution_row wholeRun 38.4 5.997 1.719 1.134 5.733 0.4592
bw_depthwise_row block 152.9 41.45 24.02 22.63 7.752 2.512 0.108 0.1181
bw_depthwise_row edge/8 182.2 32.41 36.58 17.44 20.37 0.03709
bw_depthwise_row edge/narrow 213.2 37.78 34.52 21.31 22.95 10.7 0.01085
bw_depthwise_row edgeTap/2 3.969 0.5745 0 0 0.1753 1.948 0.002437 0.001317
bw_depthwise_row edgeTap/4 6.955 1.573 0.3146 0.2491 0.4717 2.079
bw_depthwise_row edgeTap/8 8.224 2.261 0.6331 0.7125 0.7072 2.778
bw_depthwise_row pixel/8 32.96 7.573 5.773 1.233 0.03018 7.859 0.008225 0.00633
bw_depthwise_row pixel/narrow 58.67 11 7.387 3.696 1.48 9.264
bw_depthwise_row point 14.75 2.706 0 1.111 1.231 0.3027 0.01861 0.01585
bw_depthwise_row row 244.2 54.63 39.46 20.57 22.68 0 0.344 1.458
bw_depthwise_row single 96.91 24.65 2.693 11.71 1.48 2.904 0.001069 0.1043
bw_depthwise_row singleTap/2 51.13 8.432 0.01592 0.2781 1.694 1.166
bw_depthwise_row singleTap/4 51.55 8.244 0 0.3341 2.275 1.058
bw_depthwise_row singleTap/8 48.55 8.434 0.04339 0.4758 2.039 1.076 0.0002664 0.003708
bw_depthwise_row tap/2 10.37 1.947 1.982 0 0.2354 3.686
bw_depthwise_row tap/4 10.17 1.897 1.94 0 0.2769 3.78
bw_depthwise_row tap/8 7.376 1.743 1.822 0 0.2758 3.545
bw_depthwise_row threeBlock/2 548.7 111.9 111.2 47.1 22.49 73.96 0 3.098
bw_depthwise_row threeBlock/3 692 113.3 97.14 49.1 32.75 47.42 0 3.58
bw_depthwise_row threeBlock/4 461.4 91.47 87.66 41.39 23.18 43.79 0 3.352
bw_depthwise_row threeBlock/5 638.9 105.7 85.27 48.84 27.78 32.59 0 3.39
bw_depthwise_row threeBlock/8 331.7 78.2 95.47 31.75 14.98 39.68 0 1.331
bw_depthwise_row threeCut 96.24 4.759 6.916 13.48 28.29 0 0 0.1366
bw_depthwise_row threeEdge 0 0 0 0 0.1507
bw_depthwise_row threeNarrow 31.57 4.858 5.229 2.717 1.901 2.617
bw_depthwise_row threePixel/narrow 91.35 18.56 20.15 2.701 0.1034 26.29 0 0.025
bw_depthwise_row threePixel/8 77.48 16.21 20.17 2.688 0.2982 26.11 0 0.03541
bw_depthwise_row unpack/2 43.22 5.645 1.171 3.395 3.965 1.311
bw_depthwise_row unpack/3 36.99 4.166 0.2501 2.383 3.196 0.4985 0 0.001215
bw_depthwise_row unpack/4 41.52 5.505 0.7475 3.572 3.737 1.046 0 0.002059
bw_depthwise_row unpack/5 38.28 4.603 0.2342 3.269 3.182 0.2125
bw_depthwise_row unpack/8 38.45 4.876 0.4009 3.348 3.662 0.9529
bw_gru_codes four/2 67.27 6.787 7 0 1.246 32.15
bw_gru_codes four/3 44.7 5.741 5 0.1123 1.215 20.09
bw_gru_codes four/4 37.49 4.828 5 0.1619 1.48 16.07
bw_gru_codes four/5 33.06 4.658 4 0.1315 0.5612 11.87 0.2253
bw_gru_codes four/8 19.24 2.224 4 0.08994 0.6913 8.003 0.0197
bw_gru_codes fours 167.6 27.66 27.43 11.57 10.28 3.335 2.037
bw_gru_codes hidden/2 218.2 37.16 39.87 15.45 14.18 5.516 3.198
bw_gru_codes hidden/4 235.7 40.66 39.87 17.36 15.75 5.301 3.461
bw_gru_codes hidden/8 245.5 40.27 39.87 16.81 14.9 4.794 3.899
bw_gru_codes in/2 30.1 4.927 2.474e-8 1.998 2.75 0 0.1756
bw_gru_codes in/4 21.67 1.926 2.02e-8 1.128 1.338 0 0.1031
bw_gru_codes in/8 17.59 1.891 0 1.216 1.322 0.1413
bw_gru_codes rest/2 126.3 20.95 17.8 6.723 12.58 9.164
bw_gru_codes rest/3 71.98 8.816 4.451 1.875 5.718 4.853 0.2273
bw_gru_codes rest/4 53.82 8.018 3.561 1.428 4.6 4.052 0.01518
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 342.6 33.24 41 60.68 41.6 0 2.179
bw_gru_codes step 0 27.47 49 0 0 2.5 0.6362
bw_gru_codes unit 121.1 19.99 19.81 8.361 7.435 2.418 1.906
bw_join_codes call 112.6 26.44 45.15 12.27 36.23 0 7.372e-9
bw_join_codes copied/4 0 0 0 0 0.6402 0 7.707e-10 2.531e-12
bw_join_codes copied/8 1.811 0.4273 0.2417 0.2637 0.7149 0 1.473e-10 5.51e-12
bw_join_codes copiedRun 72.27 11.16 16.44 5.12 8.883 0 0 1
bw_join_codes in/2 25.09 1.691 0.2494 0.9869 0.8734 0 0.6152
bw_join_codes in/4 25.29 1.656 0.2058 0.9717 0.8251 0 0.6152
bw_join_codes in/8 23.23 1.758 0.3208 0.9918 1.108 0 0.6152 9.46e-13
bw_join_codes inOdd/2 69.95 7.782 1.575 4.276 1.444 0 0.5511
bw_join_codes inOdd/4 141.6 17.71 1.625 7.774 10.88 0 0.5511
bw_join_codes out/2 12.75 1.186 0.09273 0.5789 0.6333 0 0.1959
bw_join_codes out/4 16.68 1.182 0.266 0.6271 0.6195 0 0.3848 1.679e-12
bw_join_codes out/8 14.82 1.077 0.1792 0.6177 0.6418 0 0.3848
bw_join_codes outOdd/2 816.3 75.89 5.935 37.05 40.53 0 12.54
bw_join_codes outOdd/4 58.76 6.581 1.309 3.589 1.316 0 0.4489
bw_join_codes run 127.3 28.12 36.8 15.21 13.64 0 4.403e-9 2.421e-11
bw_lookup_codes call 57.42 16.37 19 7.901 1.393
bw_lookup_codes chunk 113.4 12.81 18 3.28 9.872
bw_lookup_codes in/2 4.56 0.594 8.507e-8 0.6277 0.6729
bw_lookup_codes in/4 4.636 0.6019 8.978e-8 0.6324 0.602
bw_lookup_codes in/8 2.253 0.5878 8.4e-8 0.6241 0.5202
bw_lookup_codes out/2 4.859 0.7859 0 0.8312 0.738
bw_lookup_codes out/4 4.973 0.7915 1.957e-9 0.8348 0.7974
bw_lookup_codes out/8 2.718 0.7775 1.529e-10 0.8263 0.6806
bw_lstm_codes four/2 85.56 8.849 5.523 1.281 1.839 31.98
bw_lstm_codes four/3 47.69 5.17 3.68 0.1287 1.209 19.98
bw_lstm_codes four/4 37.81 4.046 3.906 0 1.015 15.98
bw_lstm_codes four/5 30.53 4.11 3.461 0.05249 1.071 11.99 9.252e-10
bw_lstm_codes four/8 19.64 1.977 3.648 0.07343 0.7356 7.994 5.107e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.00000386
bw_lstm_codes hidden/2 410.2 77.5 72.43 25.56 27.08 7.632 6.064
bw_lstm_codes hidden/4 376 70.71 62.87 21.75 26.45 7.471 6.064
bw_lstm_codes hidden/8 373.2 70.3 63.14 21.43 26.31 7.475 6.064
bw_lstm_codes in/2 12.21 0.5526 0 0.4663 0.6485
bw_lstm_codes in/4 17.16 1.651 0.6931 1.081 0.755 0.01152
bw_lstm_codes in/8 17.63 1.694 0.7633 1.155 0.6797 0.01268
bw_lstm_codes rest/2 78.97 9.708 6.536 1.212 8.773 8.108 2.532e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 50.09 6.637 3.26 1.192 4.707 4.054 9.66e-8
bw_lstm_codes rest/5 40.87 5.596 3.068 1.007 3.493 3.051 1.08e-7
bw_lstm_codes rest/8 23.76 3.903 3.4 1.291 1.722 2.066 1.385e-7
bw_lstm_codes sequence 434.6 51.19 42.94 66.1 58.8 0 4
bw_lstm_codes step 65.41 25.31 1.168 0 0 2.456
bw_lstm_codes unit 181.6 34.21 30.76 10.48 12.76 3.622 2.936
bw_max_pool_row chunk 0 0 14.77 0 2.34
bw_max_pool_row chunkTap 55.93 8.689 8.049 1.933 7.312 2.027
bw_max_pool_row in/2 9.284 1.096 0.002109 1.094 1.057
bw_max_pool_row in/4 9.614 1.175 0.002256 1.18 1.021 0.00003372
bw_max_pool_row in/8 7.228 1.164 0.00228 1.163 1.025
bw_max_pool_row inOdd/2 10.43 1.62 0 1.692
bw_max_pool_row inOdd/4 11.88 1.937 0.03405 1.737 0 0.02091
bw_max_pool_row out/2 0 0 0 0 0 0.002626
bw_max_pool_row out/4 0.5233 0 0.01125 0 0.1562 0.005657
bw_max_pool_row out/8 0 0 0.01342 0 0 0.004381
bw_max_pool_row outOdd/2 33.85 4.585 0.5971 2.078 1.832
bw_max_pool_row outOdd/4 42.29 6.895 0.1214 6.183 0 0.07441
bw_max_pool_row pixel 74.28 13.65 2.678 8.806 0 0.899
bw_max_pool_row rest 7.651 1.386 0 1.507 1.597
bw_max_pool_row row 125.9 23.6 29.75 12.79 21.56
bw_multiply_codes call 103.6 24.11 22.95 21.52 3.519
bw_multiply_codes chunk 143.1 28.29 27.93 10.54 21.72 1.062 0 0.8816
bw_multiply_codes in/2 8.699 1.158 0 0.3969 0.6666 0.2568
bw_multiply_codes in/4 9.612 1.263 0.00461 0.4305 0.3251 0.2614
bw_multiply_codes in/8 6.726 1.193 0.01352 0.4343 0.6228 0.2561
bw_multiply_codes out/2 11.76 1.851 0.00556 0.6915 0.9392 0.3765
bw_multiply_codes out/4 11.02 1.722 0.01359 0.6354 1.124 0.3692
bw_multiply_codes out/8 8.989 1.683 0.005625 0.5996 0.8597 0.3715
bw_multiply_codes second/2 11.34 1.694 0.01012 0.6132 0.9818 0.3396
bw_multiply_codes second/4 10.62 1.552 0.01027 0.5098 0.599 0.3335
bw_multiply_codes second/8 8.809 1.594 0.004411 0.582 0.8166 0.3449
bw_normalize_codes call 780.2 146 38.52 85.6 68.85 1.183e-8 1.095 4.518e-10
bw_normalize_codes in/2 53.75 9.641 0.1887 0.9634 1.992 0.9819 1.954 4.824e-12
bw_normalize_codes in/4 49.75 8.932 0.03156 0.5502 1.097 0.9819 1.965
bw_normalize_codes in/8 47.32 8.541 0 0.3963 1.185 0.9819 1.958 1.933e-12
bw_normalize_codes out/2 50.44 9.1 0.02659 0.6358 1.783 1.018 2.038 6.165e-12
bw_normalize_codes out/4 50.25 9.053 0.02106 0.636 1.838 1.018 2.04
bw_normalize_codes out/8 51.21 9.207 0 0.449 0.8133 1.018 2.026 2.614e-13
bw_normalize_codes span 280.5 20.95 3.234 13.45 16.16 1 1.737 1
bw_pad_row code/2 2.908 0.2788 0.265 0.2136 0.1619
bw_pad_row code/4 1.721 0.2437 0.1742 0.215 0.1453 0.004156 0 0.004156
bw_pad_row code/8 1.142 0.325 0.1579 0.297 0.1 0.003222 0 0.003222
bw_pad_row codeOdd/2 19.22 2.676 2.174 1.525 1.096 0.02201 0 0.02201
bw_pad_row codeOdd/4 6.949 0.8893 0 0.4877 0.1812
bw_pad_row row 0 0 0 0.3728
bw_pad_row run 170.6 25.76 49.57 19.32 25.23 0.4494 0 0.4494
bw_rescale_codes call 83.47 15.4 18 12.43
bw_rescale_codes chunk 57.69 16.42 21 6.338 53.29 0 1.032e-7
bw_rescale_codes in/2 22.68 1.39 1.251e-9 0.8249 0 0 0.5661
bw_rescale_codes in/4 23.25 1.391 0 0.8258 0.03444 0 0.5661
bw_rescale_codes in/8 20.83 1.392 1.166e-9 0.8273 0.06563 0 0.5661
bw_rescale_codes out/2 18.91 1.075 8.754e-8 0.6381 0 0 0.4339
bw_rescale_codes out/4 18.3 1.066 8.366e-8 0.6329 0.08993 0 0.4339
bw_rescale_codes out/8 16.06 1.067 8.198e-8 0.6339 0.01901 0 0.4339
bw_resize_row code/2 0.1341 0.0301 0 0.03092 0.009491 9.735e-11 0 9.735e-11
bw_resize_row code/4 0.302 0.1081 0 0.1111 0 8.494e-11 0 8.494e-11
bw_resize_row code/8 0.6599 0.1929 0.001143 0.1927 0.01931 8.302e-11 0 8.302e-11
bw_resize_row row 47.63 12.48 16.38 10.35 0.4587 3.504e-9 0 3.504e-9
bw_resize_row run 67.6 12.12 21.11 5.024 11.6 1 0 1
bw_rnn_codes four/2 79.81 5.862 6.915 1.256 3.409 32 2.927e-9
bw_rnn_codes four/3 50.18 4.728 4.983 0.6138 2.194 20 9.235e-9
bw_rnn_codes four/4 36.12 3.605 5.056 0 0.8573 16 1.089e-8
bw_rnn_codes four/5 30.72 3.807 3.978 0.2055 1.385 12 9.496e-10
bw_rnn_codes four/8 20.35 1.779 3.951 0.2404 0.9896 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.000009984
bw_rnn_codes hidden/2 139.5 22.89 16.75 8.03 11.79 2.594 1.484
bw_rnn_codes hidden/4 134.6 22.89 17.16 7.187 10.44 2.601 1.484
bw_rnn_codes hidden/8 129.8 22.87 16.9 6.569 9.079 2.597 1.484
bw_rnn_codes in/2 18.31 2.127 0.0008729 1.028 0.6843 0.0000142
bw_rnn_codes in/4 20.64 2.144 0 1.458 1.267
bw_rnn_codes in/8 21.24 2.037 0 1.645 1.54
bw_rnn_codes rest/2 109.4 14.61 12.02 4.173 11.23 8.195 9.856e-7
bw_rnn_codes rest/3 55.1 9.144 7.332 0.6016 2.658 5.119 5.936e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 39.23 5.253 2.359 0.6606 3.305 3.038 1.921e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 342.4 50.79 41.39 55.65 35.26 0.0063 4
bw_rnn_codes step 0 0 33.06 0 0 3.001 5.726e-8
bw_rnn_codes unit 46.56 7.964 5.881 2.488 3.546 0.9038 0.5164
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
bw_sum_codes bytes 35.97 4.272 0.9403 1.88 2.101 0 2
bw_sum_codes call 112 27.73 28.36 21.78 8.785 0 2.352e-9
bw_sum_codes chunk 136.2 25.43 29.87 6.31 15.82 0.8374 8.78e-10 0.8374
bw_sum_codes in/2 11.68 1.163 0 0.5305 0.7928 0 0.651
bw_sum_codes in/4 13.54 1.29 0 0.6258 0.629 0 0.651
bw_sum_codes in/8 10.41 1.099 0 0.513 0.5054 0 0.651
bw_sum_codes out/2 12.59 1.223 0 0.545 0.4324 0 0.6745
bw_sum_codes out/4 12.56 1.228 0 0.5621 0.478 0 0.6745
bw_sum_codes out/8 11.16 1.185 0 0.5905 0.8248 0 0.6745
bw_sum_codes second/2 12.74 1.206 0 0.5672 0.6156 0 0.6745
bw_sum_codes second/4 12.64 1.266 0 0.6 0.5888 0 0.6745
bw_sum_codes second/8 9.667 1.106 0 0.5144 0.6554 0 0.6745
bw_transpose_codes code/2 41.41 6.372 1.21 2.381 2.256 0.1597
bw_transpose_codes code/4 43.56 6.686 1.53 2.708 2.52 0.2767
bw_transpose_codes code/8 40.48 6.24 1.045 2.242 2.135 0.1141
`,
    3: `
bw_average_pool_row chunk 0 0 0 26.75 0 0 1.139e-9
bw_average_pool_row chunkTap 12.06 2.814 0.5044 0.1592 0.9815 0.1294
bw_average_pool_row in/2 11.53 1.603 0.3705 1.284 1.333 0.1016 2.029e-11
bw_average_pool_row in/4 11.58 1.583 0.3977 1.268 1.443 0.1036 1.134e-11
bw_average_pool_row in/8 1.46 0.2134 0 0.01243 0.2457 0 4.375e-12
bw_average_pool_row inOdd/2 43.23 8.541 5.948 3.054 3.378 1.689
bw_average_pool_row inOdd/4 21.61 3.143 1.201 2.033 2.037 0.3424
bw_average_pool_row out/2 32.76 2.64 0.4929 1.73 0.8261 0.08093 1
bw_average_pool_row out/4 29.71 1.808 0 1.653 1.408 0 1
bw_average_pool_row out/8 35.62 4.238 0 3.022 1.63 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 268.6 32.34 25.92 22.13 26.83 3.556
bw_average_pool_row rest 25.81 4.912 2.421 2.35 4.074 0.7367
bw_average_pool_row row 174.6 39.08 35.93 12.82 9.098 1.277
bw_convolution_row any/2 5.057 0.4169 0 0.6402 0.136 0.1891
bw_convolution_row any/4 4.921 0.3365 0 0.6534 0.2837 0.1547
bw_convolution_row any/8 4.688 0.2994 0.1754 0.6646 0.3379 0.1847
bw_convolution_row anyOdd/2 6.98 1.071 0 0.4237 0.7684 0.1123
bw_convolution_row anyOdd/4 12.22 1.762 0 0.6302 0.9904 0.1912
bw_convolution_row anyPixel 130.3 27.75 30.62 12.55 11.96 2.218 0 0.01884
bw_convolution_row anyTap 17.51 3.452 3.017 0.8386 2.03 0.08077
bw_convolution_row group 0 49.96 29.82 4.078 0 1.086 0 5.312
bw_convolution_row one/2 74.25 6.474 6.888 0.1202 1.111 32.02
bw_convolution_row one/3 48.18 5.28 5.038 0.0397 1.061 20.01
bw_convolution_row one/4 38.4 4.176 4.972 0.02661 0.919 16.01
bw_convolution_row one/5 30.59 4.145 4.074 0.02934 1.035 12.02
bw_convolution_row one/8 19.83 2.229 3.974 0.01835 0.4806 8.035 0 0.0001872
bw_convolution_row oneBlock/8 78.8 20.44 21.75 2.95 2.394 11.88 0 0.01025
bw_convolution_row oneBlock/narrow 125.1 28.64 20.07 7.926 13.19 11.7 0 0.01936
bw_convolution_row rest/2 51.01 13.25 0.7533 2.136 1.456 8.195
bw_convolution_row rest/3 32.3 6.414 0.3139 0.3694 1.828 4.898 0 0.007096
bw_convolution_row rest/4 22.56 5.339 0.02452 0.02367 1.111 4.01 0 0.002382
bw_convolution_row rest/5 18.12 4.298 0 0.06507 1.073 2.998
bw_convolution_row rest/8 14.6 3.135 0 0.01644 1.177 2.037
bw_convolution_row restChannel 79.01 17.7 17.34 3.91 4.059 4.12 0 0.07163
bw_convolution_row row 236.9 0 0 35.79 19.98
bw_convolution_row single 62.77 15.68 26.13 7.88 6.132 0.6471 0 0.1251
bw_convolution_row three/2 155.4 19.78 35.41 2.008 2.74 96.04 0 0.00575
bw_convolution_row three/3 101.6 14.16 23.68 2.073 2.034 60.01
bw_convolution_row three/4 86.04 12.51 19.86 2.179 2.38 48
bw_convolution_row three/5 66.15 10.31 15.82 2.133 2.261 36
bw_convolution_row three/8 41.48 7.166 9.641 0.004489 1.124 23.99
bw_convolution_row threeBlock/8 145.1 28.95 48.29 16.41 5.132 35.58
bw_convolution_row threeBlock/narrow 194.4 34.89 49.09 21.42 3.998 35.89 0 0.004667
bw_convolution_row triple 113.7 23.8 40.16 11.24 7.048 1.281 0 0.0546
bw_convolution_row whole/2 2.961 0.197 0 0.486 0.2053 0.2502 0 0.0006227
bw_convolution_row whole/4 2.697 0.09475 0 0.5209 0.1662 0.234 0 0.0009128
bw_convolution_row whole/8 2.266 0.1534 0 0.4728 0.2194 0.2508 0 0.0005571
bw_convolution_row wholeOdd/2 15.49 1.521 0.3702 0.9766 1.449 0.006539 0 0.0002912
bw_convolution_row wholeOdd/4 4.603 0.3756 0.00444 0.5665 0.3901 0.2136 0 0.001201
bw_convolution_row wholePixel 29.67 6.509 12.46 3.188 1.773 0.2616 0 0.03131
bw_convolution_row wholeRun 39.73 7.303 2.191 0.4246 5.79 0.2901
bw_depthwise_row block 151.8 42.73 23.88 20.73 7.241 2.433 0.1118 0.1253
bw_depthwise_row edge/8 147.1 28.51 34.82 8.865 11.7 0.4854
bw_depthwise_row edge/narrow 177.3 33.55 32.22 12.86 14.11 10.9 0.01138
bw_depthwise_row edgeTap/2 3.891 0.5738 0 0 0.182 1.919 0.002409 0.001448
bw_depthwise_row edgeTap/4 6.873 1.566 0.3101 0.2315 0.4689 2.07
bw_depthwise_row edgeTap/8 8.159 2.25 0.6193 0.6983 0.7048 2.761
bw_depthwise_row pixel/8 33.49 7.602 5.855 1.282 0.07482 7.908 0.008453 0.006806
bw_depthwise_row pixel/narrow 58.65 11.24 7.353 3.574 1.493 9.317
bw_depthwise_row point 14.99 2.625 0 1.25 1.127 0.28 0.01945 0.01723
bw_depthwise_row row 227.9 53.56 39.9 19.6 20.92 0 0.3219 1.417
bw_depthwise_row single 97.01 24.7 2.627 11.76 1.425 2.806 0.001783 0.1068
bw_depthwise_row singleTap/2 51.14 8.458 0.02289 0.262 1.709 1.18
bw_depthwise_row singleTap/4 51.55 8.25 0.0006106 0.3294 2.276 1.063
bw_depthwise_row singleTap/8 48.3 8.441 0.03368 0.4894 2.015 1.086 0.0002412 0.003774
bw_depthwise_row tap/2 10.35 1.954 1.969 0 0.2724 3.674
bw_depthwise_row tap/4 10.15 1.888 1.929 0.004208 0.2899 3.767
bw_depthwise_row tap/8 7.284 1.726 1.817 0 0.2605 3.532
bw_depthwise_row threeBlock/2 501.6 110.5 107 50.96 13.73 74.17 0 3.111
bw_depthwise_row threeBlock/3 641 110.3 92.91 57.19 19.32 47.23 0 3.589
bw_depthwise_row threeBlock/4 410 88.5 83.32 49.36 9.997 43.84 0 3.365
bw_depthwise_row threeBlock/5 593.3 103.9 81.16 52.65 18.87 32.4 0 3.404
bw_depthwise_row threeBlock/8 302.5 76.88 91.21 34.96 9.841 39.52 0 1.336
bw_depthwise_row threeCut 32.28 5.127 8.137 16.74 13.7 0 0 0.1543
bw_depthwise_row threeEdge 0
bw_depthwise_row threeNarrow 29.51 4.662 5.209 2.779 0.9482 2.597
bw_depthwise_row threePixel/narrow 92.11 18.71 20.19 2.427 0.3557 26.33 0 0.02475
bw_depthwise_row threePixel/8 77.81 16.25 20.18 2.571 0.3571 26.12 0 0.03488
bw_depthwise_row unpack/2 43.63 5.823 1.183 3.368 4.051 1.404
bw_depthwise_row unpack/3 36.97 4.172 0.2462 2.354 3.193 0.5091 0 0.001109
bw_depthwise_row unpack/4 41.37 5.646 0.7871 3.493 3.708 1.081 0 0.001699
bw_depthwise_row unpack/5 38.26 4.669 0.2527 3.238 3.172 0.2198
bw_depthwise_row unpack/8 38.65 4.936 0.3848 3.345 3.721 0.9939
bw_gru_codes four/2 67.04 6.109 7 0 1.051 32.15
bw_gru_codes four/3 44.37 5.246 5 0.1163 0.9903 20.09
bw_gru_codes four/4 36.66 4.179 5 0.1608 1.243 16.07
bw_gru_codes four/5 33.2 4.3 4 0.1544 0.4524 11.87 0.2238
bw_gru_codes four/8 18.92 1.966 4 0.08945 0.5333 8.003 0.01936
bw_gru_codes fours 157.2 28.72 28.35 9.127 6.404 3.341 2.053
bw_gru_codes hidden/2 206.9 41.23 41.04 11.83 10.77 5.507 3.191
bw_gru_codes hidden/4 219.6 42.27 41.04 13.8 10.17 5.295 3.444
bw_gru_codes hidden/8 229.2 41.52 41.04 13.19 9.123 4.785 3.888
bw_gru_codes in/2 25.47 2.497 2.672e-8 2.004 0.8247 0 0.1766
bw_gru_codes in/4 20.95 1.807 2.149e-8 1.11 0.9784 0 0.1054
bw_gru_codes in/8 17.55 1.999 0 1.228 1.299 0.142
bw_gru_codes rest/2 107.5 23.48 20.67 9.907 5.519 9.166
bw_gru_codes rest/3 52.03 9.752 5.167 1.894 2.609 4.852 0.2278
bw_gru_codes rest/4 34.81 7.187 4.134 1.048 1.487 4.051 0.01561
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 305.8 43.26 40 56.36 35.23 0 2.126
bw_gru_codes step 0 13.04 49 0 0 2.5 0.6836
bw_gru_codes unit 113.4 20.72 20.45 6.583 4.62 2.419 1.906
bw_join_codes call 117.5 26.28 44.62 12.4 37.95 0 7.292e-9
bw_join_codes copied/4 0 0 0 0 0.4585 0 7.761e-10 2.54e-12
bw_join_codes copied/8 1.986 0.4317 0.243 0.2398 0.6734 0 1.489e-10 5.426e-12
bw_join_codes copiedRun 71.39 13.03 16.32 5.678 10.74 0 0 1
bw_join_codes in/2 23.95 1.689 0.2289 0.9648 1.406 0 0.6154
bw_join_codes in/4 24.33 1.655 0.1893 0.9531 1.479 0 0.6154
bw_join_codes in/8 22.52 1.759 0.3055 0.9621 1.736 0 0.6154 9.397e-13
bw_join_codes inOdd/2 67.83 7.637 1.057 4.191 2.177 0 0.5511
bw_join_codes inOdd/4 146.1 17.79 1.738 7.587 10.99 0 0.5511
bw_join_codes out/2 12.45 1.187 0.09227 0.5694 0.8354 0 0.1958
bw_join_codes out/4 16.04 1.183 0.2626 0.6004 1.001 0 0.3846 1.744e-12
bw_join_codes out/8 14.29 1.076 0.1679 0.6008 1.017 0 0.3846
bw_join_codes outOdd/2 797.1 75.95 5.905 36.44 53.47 0 12.53
bw_join_codes outOdd/4 57.13 6.465 0.8879 3.519 1.907 0 0.4489
bw_join_codes run 130.1 28.19 36.25 14.58 11.27 0 4.43e-9 2.412e-11
bw_lookup_codes call 57.89 16.37 19 7.902 1.497
bw_lookup_codes chunk 116.3 12.87 16 3.315 10.38
bw_lookup_codes in/2 4.082 0.5959 7.646e-8 0.6302 0.5767
bw_lookup_codes in/4 4.186 0.6033 8.052e-8 0.6345 0.6323
bw_lookup_codes in/8 2.239 0.5897 7.547e-8 0.6264 0.5176
bw_lookup_codes out/2 4.777 0.7821 0 0.8277 0.7242
bw_lookup_codes out/4 4.892 0.7876 1.76e-9 0.8312 0.7842
bw_lookup_codes out/8 2.633 0.7737 1.277e-10 0.8228 0.6659
bw_lstm_codes four/2 87.31 8.763 5.126 1.801 1.827 31.98
bw_lstm_codes four/3 46.54 5.1 3.371 0.1646 0.7824 19.98
bw_lstm_codes four/4 37.16 4.013 3.719 0 0.7872 15.98
bw_lstm_codes four/5 30.18 4.083 3.376 0.05997 0.9248 11.99 9.368e-10
bw_lstm_codes four/8 19.3 1.949 3.598 0.07754 0.5908 7.994 5.176e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.00000377
bw_lstm_codes hidden/2 395.2 68.87 75.82 23.66 17.94 7.636 6.063
bw_lstm_codes hidden/4 347.5 61.78 64.66 18.3 14.21 7.47 6.063
bw_lstm_codes hidden/8 347.2 61.54 65.03 18.01 14.95 7.475 6.063
bw_lstm_codes in/2 10.75 0.5686 0 0.2099 0.4652
bw_lstm_codes in/4 17.93 1.727 0.7635 1.074 1.116 0.01191
bw_lstm_codes in/8 18.06 1.746 0.8276 1.135 0.9136 0.01297
bw_lstm_codes rest/2 54.4 12.63 7.914 3.292 1.811 8.107 2.442e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 31.47 6.6 3.89 0.8761 1.958 4.054 9.436e-8
bw_lstm_codes rest/5 25.72 5.578 2.746 0.6528 1.807 3.051 1.055e-7
bw_lstm_codes rest/8 23.75 4.875 2.983 0.825 2.088 2.066 1.353e-7
bw_lstm_codes sequence 330.3 42.76 39.76 61.68 19.82 0 4
bw_lstm_codes step 87.81 26 0 0 5.338 2.444
bw_lstm_codes unit 169.2 29.98 31.72 8.856 7.274 3.624 2.937
bw_max_pool_row chunk 0 0 14.74 0 2.215
bw_max_pool_row chunkTap 56.15 8.698 6.049 1.933 7.379 2.027
bw_max_pool_row in/2 8.809 1.096 0.002135 1.094 0.8567
bw_max_pool_row in/4 9.209 1.176 0.002277 1.18 1.071
bw_max_pool_row in/8 7.214 1.164 0.002283 1.163 1.022
bw_max_pool_row inOdd/2 10.32 1.617 0 1.692
bw_max_pool_row inOdd/4 11.73 1.941 0.03463 1.743 0 0.02088
bw_max_pool_row out/2 0 0 0 0 0.3636 0.002623
bw_max_pool_row out/4 0.4191 0 0.0114 0 0.1165 0.005787
bw_max_pool_row out/8 0 0 0.01388 0 0 0.004367
bw_max_pool_row outOdd/2 34.45 4.594 0.5971 2.078 1.624
bw_max_pool_row outOdd/4 41.74 6.91 0.123 6.205 0 0.07427
bw_max_pool_row pixel 74.82 11.58 2.703 8.755 0 0.8991
bw_max_pool_row rest 7.532 1.385 0 1.508 1.564
bw_max_pool_row row 124.5 23.63 29.76 12.84 21.54
bw_multiply_codes call 91.34 29.57 21.95 26.72
bw_multiply_codes chunk 139 22.45 22.92 7.473 22.29 1.071 0 0.8479
bw_multiply_codes in/2 6.708 0.3606 0 0.4035 0.4871 0.2552
bw_multiply_codes in/4 7.424 0.4494 0.004374 0.4344 0.25 0.2588
bw_multiply_codes in/8 4.925 0.4358 0.01305 0.4369 0.5129 0.2542
bw_multiply_codes out/2 9.095 0.7261 0.006153 0.6886 0.8056 0.3763
bw_multiply_codes out/4 8.668 0.6519 0.01385 0.6458 1.118 0.3692
bw_multiply_codes out/8 6.432 0.5919 0.006307 0.614 0.6891 0.371
bw_multiply_codes second/2 7.615 0.6294 0.01076 0.6205 0.2833 0.3411
bw_multiply_codes second/4 7.967 0.5028 0.01086 0.5443 0.4714 0.3351
bw_multiply_codes second/8 6.64 0.5907 0.005004 0.5913 0.7543 0.3464
bw_normalize_codes call 795.7 214.4 59.24 86.25 64.57 1.174e-8 1.243 5.203e-10
bw_normalize_codes in/2 55.64 9.632 0.3651 0.9538 1.999 0.9826 1.954 4.932e-12
bw_normalize_codes in/4 51.37 8.514 0.06785 0.553 1.114 0.9826 1.966
bw_normalize_codes in/8 48.97 7.971 0 0.3936 1.204 0.9826 1.959 1.803e-12
bw_normalize_codes out/2 52.23 8.681 0.04655 0.6251 1.784 1.017 2.036 6.355e-12
bw_normalize_codes out/4 52.14 8.654 0.04369 0.6354 1.84 1.017 2.039
bw_normalize_codes out/8 52.72 8.672 0 0.4515 0.8505 1.017 2.023
bw_normalize_codes span 227.1 21.09 4.242 17.57 3.348 1 1.758 1
bw_pad_row code/2 2.908 0.278 0.265 0.2136 0.1619
bw_pad_row code/4 1.721 0.2518 0.1742 0.215 0.1453 0.004156 0 0.004156
bw_pad_row code/8 1.142 0.3311 0.1579 0.297 0.1 0.003222 0 0.003222
bw_pad_row codeOdd/2 18.82 2.573 1.742 1.525 0.9982 0.02201 0 0.02201
bw_pad_row codeOdd/4 6.949 0.8797 0 0.4877 0.1812
bw_pad_row row 0 0 0 0.3728
bw_pad_row run 170.6 26.67 49.57 19.32 25.23 0.4494 0 0.4494
bw_rescale_codes call 146.5 15.4 18 13.43 23.03
bw_rescale_codes chunk 0 16.44 20 4.353 32.23 0 1.107e-7
bw_rescale_codes in/2 22.25 1.39 1.253e-9 0.825 0.594 0 0.5664
bw_rescale_codes in/4 22.15 1.391 0 0.826 0.1282 0 0.5664
bw_rescale_codes in/8 20.34 1.392 1.25e-9 0.8273 0.3414 0 0.5664
bw_rescale_codes out/2 17.96 1.074 8.767e-8 0.6373 0 0 0.4336
bw_rescale_codes out/4 17.83 1.065 8.38e-8 0.6323 0.6107 0 0.4336
bw_rescale_codes out/8 15.64 1.066 8.213e-8 0.6333 0.7468 0 0.4336
bw_resize_row code/2 0.1341 0.0301 0 0.03092 0.009491 9.735e-11 0 9.735e-11
bw_resize_row code/4 0.302 0.1081 0 0.1111 0 8.494e-11 0 8.494e-11
bw_resize_row code/8 0.6599 0.1929 0.001143 0.1927 0.01931 8.302e-11 0 8.302e-11
bw_resize_row row 47.63 12.48 16.38 10.35 0.4587 3.504e-9 0 3.504e-9
bw_resize_row run 67.6 14.12 21.11 5.024 11.6 1 0 1
bw_rnn_codes four/2 74.52 5.842 6.891 1.277 1.144 32 2.382e-9
bw_rnn_codes four/3 47.31 4.805 4.975 0.6097 0.843 20 8.916e-9
bw_rnn_codes four/4 36.25 3.784 5.063 0 1.036 16 1.076e-8
bw_rnn_codes four/5 29.77 3.874 3.972 0.219 0.9749 12 8.056e-10
bw_rnn_codes four/8 19.2 1.788 3.94 0.2417 0.4809 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.000009607
bw_rnn_codes hidden/2 121.5 19.82 16.55 7.12 6.584 2.595 1.484
bw_rnn_codes hidden/4 119.6 19.93 17.04 6.249 6.256 2.602 1.484
bw_rnn_codes hidden/8 117.1 19.93 16.73 5.584 5.937 2.598 1.484
bw_rnn_codes in/2 19.24 2.082 0 1.001 1.06
bw_rnn_codes in/4 20.3 2.092 0 1.46 1.176
bw_rnn_codes in/8 20.64 1.984 0 1.642 1.307
bw_rnn_codes rest/2 86.3 17.55 13.87 7.276 3.767 8.195 9.485e-7
bw_rnn_codes rest/3 44.71 10.33 8.449 0.698 3.365 5.119 5.702e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 23.52 5.226 2.108 0.4185 1.339 3.038 1.849e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 295.8 46.9 43.49 48.93 23.28 0.006891 4
bw_rnn_codes step 0 8.108 35.02 0 0 3 5.285e-8
bw_rnn_codes unit 41.35 6.915 5.814 2.155 2.156 0.903 0.5159
bw_slice_row code/2 1.569 0.335 0.5568 0.1375 0.3207 1.179e-10 0 0.02738
bw_slice_row code/4 1.151 0.2883 0.3863 0.1526 0.1648 6.973e-11 0 0.0184
bw_slice_row code/8 1.196 0.3706 0.2777 0.2722 0.1516 5.843e-11 0 0.01368
bw_slice_row row 93.71 18.47 41.27 10.5 15.6 7.876e-9 0 1.057
bw_slice_row run 30.68 7.932 1.561 0.2692 2.091 2
bw_slice_row spread/2 7.984 1.358 0 0.373 0 1
bw_slice_row spread/4 23.22 4.503 0 0.8467 0.5915 1
bw_slice_row spread/8 20.15 3.875 0 0.7561 0 1
bw_softmax_codes in/2 110.3 12 0.01169 2.001 3.286 1 10
bw_softmax_codes in/4 106.8 11.85 0 1.923 4.523 1 10
bw_softmax_codes in/8 102.7 12 0.01807 1.998 4.28 1 10
bw_softmax_codes pixel 490.6 12.48 11.42 7.242 52.25 1.357e-9 1.357e-8
bw_sum_codes bytes 35.97 4.46 0.8111 1.88 2.103 0 2
bw_sum_codes call 113.6 27.73 28.31 22.77 9.159 0 2.306e-9
bw_sum_codes chunk 137.4 25.18 25.87 6.313 15.68 0.8335 8.938e-10 0.8335
bw_sum_codes in/2 11.24 1.164 0 0.5315 0.7067 0 0.6521
bw_sum_codes in/4 13.18 1.286 0 0.6248 0.6464 0 0.6521
bw_sum_codes in/8 10.43 1.15 0 0.5143 0.5082 0 0.6521
bw_sum_codes out/2 12.39 1.221 0 0.5457 0.4281 0 0.6744
bw_sum_codes out/4 12.35 1.231 0 0.5622 0.4783 0 0.6744
bw_sum_codes out/8 10.98 1.244 0 0.5899 0.8087 0 0.6744
bw_sum_codes second/2 12.42 1.216 0 0.5662 0.5141 0 0.6735
bw_sum_codes second/4 12.33 1.281 0 0.5983 0.6335 0 0.6735
bw_sum_codes second/8 9.758 1.162 0 0.5138 0.6736 0.00001953 0.6735 0.00001953
bw_transpose_codes code/2 45.01 7.521 0.2092 2.388 2.087 0.159
bw_transpose_codes code/4 47.33 7.893 0.496 2.692 2.207 0.2631
bw_transpose_codes code/8 43.92 7.351 0.04523 2.243 2.019 0.1137
`,
    s: `
bw_average_pool_row chunk 113.2 14.95 16.02 36.25 34.7 0 6.911e-10
bw_average_pool_row chunkTap 47.36 6.677 5.979 1.152 6.037 2.133
bw_average_pool_row in/2 15.23 3.277 0.001282 2.262 1.958 0.04459 1.977e-11
bw_average_pool_row in/4 14.95 3.247 0.001079 2.248 1.372 0.05933 1.35e-11
bw_average_pool_row in/8 12.03 3.26 0.00003931 2.256 1.223 0 1.056e-11
bw_average_pool_row inOdd/2 17.49 4.189 0.01801 3.004 2.06 0.1753
bw_average_pool_row inOdd/4 13.53 3.954 0.003115 2.871 1.018 0.05452
bw_average_pool_row out/2 34.72 2.916 0 2.017 1.583 0.2951 1
bw_average_pool_row out/4 34.63 3.104 0 2.129 2.78 0.06318 1
bw_average_pool_row out/8 31.35 3.152 0.02142 2.149 2.507 0 1
bw_average_pool_row outOdd/4 115.8 0 0 0 23.36 0 1
bw_average_pool_row pixel 105.6 12.78 0 3.378 0 1.771
bw_average_pool_row rest 12.87 3.771 0.03134 2.709 1.513
bw_average_pool_row row 136.1 25.58 32.95 18.57 7.85 1.294 2.803e-11
bw_convolution_row any/2 8.243 0.946 0 0.9321 0.9545 0.2436
bw_convolution_row any/4 7.734 0.941 0 0.8222 0.8561 0.1515
bw_convolution_row any/8 7.455 0.7307 0.1893 0.6967 1.094 0.1817
bw_convolution_row anyOdd/2 9.155 0.1167 0 0.4186 1.077
bw_convolution_row anyOdd/4 13.88 0.9242 0.2378 0.1749 1.563 0.0837
bw_convolution_row anyPixel 125.7 25.33 26.71 12.99 15.41 2.452 0 0.03257
bw_convolution_row anyTap 22.28 4.737 3.657 1.558 2.636 0.2046
bw_convolution_row group 0 41.06 22.07 0 0 0.8117 0 5.289
bw_convolution_row one/2 73.67 6.279 6.901 0.06605 1.042 32.03
bw_convolution_row one/3 47.89 5.176 5.037 0.04256 1.168 20.02
bw_convolution_row one/4 38.28 4.073 4.971 0.01966 1.175 16.01
bw_convolution_row one/5 30.43 4.084 4.061 0.008823 1.056 12.02
bw_convolution_row one/8 19.67 2.148 3.964 0.05746 0.5516 8.082 0 0.0001285
bw_convolution_row oneBlock/8 144.3 37.54 20.71 17.97 7.923 11.74 0 0.01055
bw_convolution_row oneBlock/narrow 162.5 39.38 19.76 18.53 8.204 11.43 0 0.02147
bw_convolution_row rest/2 74.09 10.4 0.2541 0 8.818 8.264
bw_convolution_row rest/3 59.1 7.839 0.1574 0.25 6.919 4.909 0 0.008401
bw_convolution_row rest/4 43.71 6.373 0 0.133 5.085 4.034 0 0.004244
bw_convolution_row rest/5 35.3 5.081 0 0.01809 4.167 3.027
bw_convolution_row rest/8 16.87 3.298 0 0.06956 2.225 2.065
bw_convolution_row restChannel 79.35 18.5 15.52 5.158 2.375 4.25 0 0.06776
bw_convolution_row row 253.2 11.38 5.156 40.04 22.82
bw_convolution_row single 26.08 12.85 26.93 2.914 7.608 2.308 0 0.1261
bw_convolution_row three/2 153.2 19.08 34.96 1.662 2.198 95.91 0 0.006291
bw_convolution_row three/3 101.8 13.83 23.51 1.984 2.311 59.97
bw_convolution_row three/4 86.34 12.6 19.83 2.271 2.301 47.95
bw_convolution_row three/5 66.01 10.05 15.81 1.963 2.317 35.96
bw_convolution_row three/8 41.34 7.046 9.588 0 1.134 23.94
bw_convolution_row threeBlock/8 142.3 29.46 48.27 15.24 6.851 36.07
bw_convolution_row threeBlock/narrow 201.6 36.57 51.42 20.04 10.47 36.23 0 0.006055
bw_convolution_row triple 117.7 32.14 37.41 17.74 8.741 0.8606 0 0.06301
bw_convolution_row whole/2 4.145 0.6839 0 0.727 0.2016 0.2482 0 0.0006221
bw_convolution_row whole/4 3.61 0.6658 0.0004356 0.7063 0.1975 0.2295 0 0.0009301
bw_convolution_row whole/8 3.514 0.4242 0 0.4769 0.4588 0.2463 0 0.0006207
bw_convolution_row wholeOdd/2 19.43 1.96 0.4965 0.9393 1.865 0 0 0.0002215
bw_convolution_row wholeOdd/4 5.706 0.8442 0.01883 0.7425 0.3785 0.214 0 0.001255
bw_convolution_row wholePixel 27.01 8.927 12.15 4.491 2.16 0.3235 0 0.0318
bw_convolution_row wholeRun 54.99 9.728 2.293 3.239 6.396 0.5754
bw_depthwise_row block 147.2 42.13 22.49 18.05 6.105 2.73 0 0.01128
bw_depthwise_row edge/8 217.5 36.87 32.21 23.14 21.37 2.331
bw_depthwise_row edge/narrow 246.9 38.86 30.22 26.08 24.01 13.22
bw_depthwise_row edgeTap/2 5.145 0 0 0 0.5654 1.874
bw_depthwise_row edgeTap/4 8.532 0.4789 0 0.1941 0.994 2.026
bw_depthwise_row edgeTap/8 10.2 1.047 0.07943 0.5836 1.261 2.711
bw_depthwise_row pixel/8 32.04 7.362 5.718 1.161 0 7.689
bw_depthwise_row pixel/narrow 60.89 11.83 7.356 4.173 1.95 9.095
bw_depthwise_row point 13.59 2.418 0 1.07 2.394 0.3583
bw_depthwise_row row 316.8 60.78 40.18 35.31 37.93 0 0 3.057
bw_depthwise_row single 77.76 20.05 1.949 6.759 2.308 3.653 0 0.08406
bw_depthwise_row singleTap/2 72.08 12.79 0 4.742 4.894 3.136
bw_depthwise_row singleTap/4 73.33 12.8 0 5.031 5.559 2.943
bw_depthwise_row singleTap/8 69.41 12.65 0.05136 4.759 5.22 2.978 0 0.005234
bw_depthwise_row tap/2 10.36 2.047 2.014 0 0.2244 3.731
bw_depthwise_row tap/4 10.15 1.945 1.959 0 0.2403 3.819
bw_depthwise_row tap/8 7.483 1.783 1.845 0 0.2424 3.58
bw_depthwise_row threeBlock/2 718.8 148.8 28.74 73.93 69.95 15.13
bw_depthwise_row threeBlock/3 636.1 132.6 22.53 63.33 61.98 0.6333
bw_depthwise_row threeBlock/4 653.1 137.9 21.22 71.16 59.58
bw_depthwise_row threeBlock/5 753.5 153.9 28.46 78.37 70.2 8.652
bw_depthwise_row threeBlock/8 771.8 160.6 31.4 91.83 66.13 13.96 0 0.009473
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 221.2 28.12 14.04 32.62 30.13 0 0 0.009936
bw_depthwise_row threeNarrow 15.69 1.79 0 2.039 1.09
bw_depthwise_row threePixel/narrow 126.5 25.71 23.98 1.933 2.738 41.05
bw_depthwise_row threePixel/8 102.9 24.06 23.1 0.8985 2.035 40.05
bw_depthwise_row unpack/2 59.5 11.22 1.006 5.914 6.131 1.227
bw_depthwise_row unpack/3 52.28 9.739 0.2748 4.913 5.389 0.6097 0 0.002406
bw_depthwise_row unpack/4 59.8 11.18 0.625 6.648 5.623 1.038 0 0.002875
bw_depthwise_row unpack/5 53.98 10.19 0.1544 5.949 5.395 0.1052
bw_depthwise_row unpack/8 58.89 11.17 0.2965 7.324 4.882 0.9526
bw_gru_codes four/2 67.06 5.879 6.111 0.04385 0.4933 32.15
bw_gru_codes four/3 44.74 5.268 4.778 0.1387 0.7539 20.09
bw_gru_codes four/4 37.86 4.559 4.982 0.246 1.236 16.07 0 5.734e-12
bw_gru_codes four/5 33.23 4.334 4.541 0.03991 1.03 11.87 0.2343
bw_gru_codes four/8 19.43 2.082 3.952 0.1229 0.667 8.003 0.02236
bw_gru_codes fours 169.2 30.23 30.61 9.075 9.93 2.992 2.082
bw_gru_codes hidden/2 216 40.79 42.89 11.43 10.63 5.021 3.156
bw_gru_codes hidden/4 237.2 45.22 46.84 13.51 13.48 4.803 3.526
bw_gru_codes hidden/8 248.1 43.93 44.3 13.22 14.7 4.296 3.859
bw_gru_codes in/2 40.18 7.432 5.937 2.361 6.599 0 0.1237 8.812e-11
bw_gru_codes in/4 29.24 4.168 3.69 1.266 4.726 0 0.02426 7.62e-11
bw_gru_codes in/8 24.38 4.308 4.675 1.173 3.984 0.1411 0 2.781e-11
bw_gru_codes rest/2 126.6 24.02 18.29 5.093 14.1 9.12 0 1.978e-11
bw_gru_codes rest/3 74.72 10.34 3.816 1.607 8.508 4.842 0.2083 5.5e-12
bw_gru_codes rest/4 55.74 8.332 2.893 1.151 6.24 4.043 3.079e-9
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 336.6 67.62 87.6 45.91 49 0 0 4
bw_gru_codes step 0 0 5.799 0 0 2.523 0 1.346e-9
bw_gru_codes unit 122.3 21.85 22.12 6.558 7.188 2.171 1.892
bw_join_codes call 116.9 24.83 45.45 12.67 0 0 7.653e-9
bw_join_codes copied/4 0 0 0 0.005221 0.9821 0 7.622e-10 2.517e-12
bw_join_codes copied/8 1.873 0.3853 0.18 0.2225 0.1184 0 1.415e-10 5.757e-12
bw_join_codes copiedRun 71.36 14.2 17.94 5.086 6.331 0 0 1
bw_join_codes in/2 27.92 2.886 0.1922 0.9526 2.754 0.03889 0.6148
bw_join_codes in/4 27.7 2.858 0.1581 0.9457 2.261 0.03061 0.6148
bw_join_codes in/8 25.03 2.94 0.2438 0.9452 2.149 0 0.6148 9.348e-13
bw_join_codes inOdd/2 76.45 8.857 1.339 4.187 5.064 0 0.551
bw_join_codes inOdd/4 143.2 18.51 1.165 7.536 17.81 0 0.551
bw_join_codes out/2 13.86 1.564 0.06943 0.565 1.558 0 0.1961
bw_join_codes out/4 18.49 1.91 0.2005 0.5831 1.759 0 0.3852 1.573e-12
bw_join_codes out/8 16.14 1.824 0.1375 0.5935 1.438 0 0.3852
bw_join_codes outOdd/2 887 100.1 4.443 36.16 99.72 0 12.55
bw_join_codes outOdd/4 64.04 7.451 1.11 3.513 4.336 0.1261 0.449
bw_join_codes run 120.2 28.64 33.74 10.75 18.27 0.2539 4.362e-9 2.444e-11
bw_lookup_codes call 53.53 13.39 16 6.916 4.123 0.1828
bw_lookup_codes chunk 108.4 13.77 16 3.247 18.2
bw_lookup_codes in/2 6.173 1.02 7.254e-8 0.6251 1.263 0.03108
bw_lookup_codes in/4 6.004 1.028 7.687e-8 0.6303 0.7731 0.0346
bw_lookup_codes in/8 2.746 1.013 7.16e-8 0.6214 0.3827
bw_lookup_codes out/2 5.932 1.362 0 0.8348 0.7017
bw_lookup_codes out/4 5.981 1.368 1.753e-9 0.8385 0.8916 0.0003121
bw_lookup_codes out/8 3.423 1.353 1.445e-10 0.8298 0.5047
bw_lstm_codes four/2 86.71 10.07 11.74 0.9576 2.676 31.98
bw_lstm_codes four/3 48.43 5.671 4.994 0.08247 1.245 19.98
bw_lstm_codes four/4 38.16 4.275 4.864 0 1.056 15.98 0 1.178e-12
bw_lstm_codes four/5 30.78 4.306 4.12 0.06622 1.137 11.99 7.439e-10
bw_lstm_codes four/8 19.89 2.179 4.147 0.09517 0.8001 7.994 5.278e-10 4.149e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003877
bw_lstm_codes hidden/2 420.3 73.18 81.62 25.72 26.88 7.624 6.059
bw_lstm_codes hidden/4 388.4 66.7 68.65 23.29 24.7 7.463 6.059
bw_lstm_codes hidden/8 384.5 65.23 68.55 22.8 24.24 7.468 6.059 4.915e-11
bw_lstm_codes in/2 18.92 2.126 1.451 0.6051 3.216
bw_lstm_codes in/4 23.5 3.089 3.402 0.9807 3.521 0.01144 9.087e-12 2.573e-11
bw_lstm_codes in/8 24.14 3.29 3.422 1.094 3.495 0.01236 0 8.989e-12
bw_lstm_codes rest/2 80.73 11.04 1.612 1.161 10.17 8.109 2.56e-7 3.823e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 52.16 8.146 3.206 1.046 6.264 4.054 9.753e-8 8.482e-12
bw_lstm_codes rest/5 42.94 6.972 2.937 0.755 4.954 3.051 1.084e-7
bw_lstm_codes rest/8 26.29 5.418 2.595 0.9909 3.353 2.066 1.397e-7 2.772e-11
bw_lstm_codes sequence 460.9 99.64 82.82 57.11 77.09 0 0 4
bw_lstm_codes step 62.39 22.97 49.79 0 7.537 2.464 0 8.243e-10
bw_lstm_codes unit 187.6 31.9 33.56 11.15 11.84 3.628 2.941
bw_max_pool_row chunk 0 0 15.55
bw_max_pool_row chunkTap 63.32 9.196 5.995 2.19 11.95 2.095
bw_max_pool_row in/2 11.31 1.096 0.0006915 1.094 1.735 0.03505
bw_max_pool_row in/4 11.4 1.169 0.002329 1.176 1.253 0.04617
bw_max_pool_row in/8 8.024 1.164 0.001037 1.159 0.9671
bw_max_pool_row inOdd/2 13.13 1.582 0 1.638 1.467 0.0735
bw_max_pool_row inOdd/4 15.77 1.979 0.006758 1.758 2.016 0.1481
bw_max_pool_row out/2 0 0 0 0 0.2067
bw_max_pool_row out/4 0.8214 0 0 0 0.5587
bw_max_pool_row out/8 0 0 0.007321
bw_max_pool_row outOdd/2 36.52 4.742 0.372 2.771 6.675
bw_max_pool_row outOdd/4 56.14 7.047 0.02469 6.258 7.176 0.5273
bw_max_pool_row pixel 61.69 14.79 0.313 4.821 0 1.644
bw_max_pool_row rest 7.435 1.293 0.002932 1.445 0.936
bw_max_pool_row row 142.4 25.48 34.55 16.84 21.61
bw_multiply_codes call 87.9 25.43 20 17.62 10.43
bw_multiply_codes chunk 132.1 21.02 23 5.799 21.34 2.487 0 1.791
bw_multiply_codes in/2 10.08 1.122 0 0.3854 1.33 0.3027
bw_multiply_codes in/4 11.13 1.243 3.342e-10 0.4145 0.757 0.3749
bw_multiply_codes in/8 6.989 1.226 8.065e-12 0.4459 0.6043 0.2408
bw_multiply_codes out/2 12.54 1.901 1.155e-10 0.7209 1.127 0.3446
bw_multiply_codes out/4 11.62 1.798 0 0.6796 1.3 0.3189
bw_multiply_codes out/8 9.398 1.736 2.078e-10 0.6125 0.7793 0.368
bw_multiply_codes second/2 12.74 1.697 0 0.623 1.679 0.3457
bw_multiply_codes second/4 11.93 1.536 2.274e-10 0.5034 0.8546 0.3974
bw_multiply_codes second/8 9.033 1.635 9.65e-11 0.5949 0.7222 0.3219
bw_normalize_codes call 598.4 153.2 18 41.42 81.94 1.177e-8 1.791e-8 4.826e-10
bw_normalize_codes in/2 62.11 13.24 0.4926 1.155 2.916 0.9852 1.478 4.699e-12
bw_normalize_codes in/4 58.63 12.59 0.4926 1.006 1.989 0.9852 1.478
bw_normalize_codes in/8 56.62 12.07 0.4926 0.9531 1.787 0.9852 1.478 1.834e-12
bw_normalize_codes out/2 60.15 12.96 0.5074 1.053 3.025 1.015 1.522 6.34e-12
bw_normalize_codes out/4 59.96 12.8 0.5074 1.06 2.842 1.015 1.522
bw_normalize_codes out/8 59.54 12.69 0.5074 1.002 1.272 1.015 1.522
bw_normalize_codes span 266.9 20.69 2 12.98 24.36 1 2 1
bw_pad_row code/2 3.29 0.3298 0.265 0.2175 0.5106
bw_pad_row code/4 1.842 0.2543 0.1651 0.2059 0.2082 0.004163 0 0.004163
bw_pad_row code/8 1.161 0.3356 0.152 0.288 0.08667 0.00322 0 0.00322
bw_pad_row codeOdd/2 20.83 2.73 1.98 1.459 2.979 0.04905 0 0.02199
bw_pad_row codeOdd/4 7.367 0.9189 0 0.5166 0.8772
bw_pad_row row 0 0 0 3.238
bw_pad_row run 174.7 28.39 43.51 17.67 25.55 0.4497 0 0.4497
bw_rescale_codes call 56.82 17.41 19 10.44
bw_rescale_codes chunk 111.6 13.38 16 3.296 20.8 0.00165 1.009e-7
bw_rescale_codes in/2 24.55 2.52 9.331e-10 0.8248 2.665 0.03317 0.5655
bw_rescale_codes in/4 24.64 2.521 0 0.8257 1.911 0.03051 0.5655
bw_rescale_codes in/8 21.53 2.522 8.52e-10 0.8271 1.652 0 0.5655
bw_rescale_codes out/2 19.5 1.946 6.515e-8 0.6395 1.202 0.002439 0.4345
bw_rescale_codes out/4 19.19 1.937 6.226e-8 0.6343 1.637 0.001426 0.4345
bw_rescale_codes out/8 16.73 1.938 6.101e-8 0.6352 1.334 0 0.4345
bw_resize_row code/2 0.1338 0.02999 0 0.03081 0.009562 9.787e-11 0 9.787e-11
bw_resize_row code/4 0.3023 0.1083 0 0.1113 0 8.586e-11 0 8.586e-11
bw_resize_row code/8 0.6601 0.1931 0.001169 0.193 0.01926 8.305e-11 0 8.305e-11
bw_resize_row row 45.56 11.43 12.38 10.3 1.483 3.408e-9 0 3.408e-9
bw_resize_row run 71.61 17.13 21.11 4.028 9.6 1 0 1
bw_rnn_codes four/2 83.06 8.676 6.651 1.747 3.944 32 3.023e-9
bw_rnn_codes four/3 51.77 6.177 4.31 0.875 2.394 20 9.943e-9
bw_rnn_codes four/4 35.81 3.435 3.992 0 0.6827 16 1.117e-8
bw_rnn_codes four/5 31.22 4.264 3.514 0.2997 1.416 12 1.065e-9
bw_rnn_codes four/8 21.07 2.386 3.839 0.378 1.099 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.00001003
bw_rnn_codes hidden/2 146.3 27.81 24.26 10.09 13.21 2.594 1.483 6.638e-11
bw_rnn_codes hidden/4 139.3 26.22 24.19 8.987 11.51 2.6 1.483
bw_rnn_codes hidden/8 132.9 24.78 23.99 8.147 9.821 2.596 1.483
bw_rnn_codes in/2 24.62 3.595 4.302 0.9182 3.589
bw_rnn_codes in/4 27.84 4.327 4.248 1.433 4.33 0 0 1.011e-11
bw_rnn_codes in/8 28.63 4.371 4.234 1.673 4.637 0 0 1.872e-11
bw_rnn_codes rest/2 113.7 18.97 9.666 4.027 14.56 8.196 9.937e-7 2.492e-10
bw_rnn_codes rest/3 52.3 6.901 5.267 0 3.881 5.119 5.952e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 41.51 6.783 2.049 0.6297 4.75 3.038 1.932e-7 1.851e-11
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 319.8 63.66 80.51 40.23 47.68 0.00769 0 4
bw_rnn_codes step 0 0 0 0 0 3 6.66e-8 2.457e-9
bw_rnn_codes unit 48.2 9.059 8.399 3.107 3.904 0.9044 0.5167
bw_slice_row code/2 1.488 0.3509 0.5978 0.1155 0.1749 1.241e-10 0 0.0272
bw_slice_row code/4 1.1 0.2994 0.4149 0.1381 0.06787 7.447e-11 0 0.01824
bw_slice_row code/8 1.156 0.3785 0.2983 0.2612 0.07879 6.154e-11 0 0.01359
bw_slice_row row 87.18 20.14 42.95 9.583 10.72 8.003e-9 0 1.082
bw_slice_row run 37.63 8.323 0 0.08168 4.439 2
bw_slice_row spread/2 8.538 0 0 0.6922 0 1
bw_slice_row spread/4 24.12 3.427 0 0.8933 1.632 1
bw_slice_row spread/8 21.3 2.78 0 0.8608 1.223 1
bw_softmax_codes in/2 125.1 18 0.01021 3 5.162 1 10
bw_softmax_codes in/4 121.6 17.84 0 2.92 6.484 1 10
bw_softmax_codes in/8 117.7 17.99 0.01771 2.997 5.909 1 10
bw_softmax_codes pixel 516 9.535 9.483 6.267 73.62 1.372e-9 1.372e-8
bw_sum_codes bytes 41.91 5.363 0.7438 1.848 2.139 0 2
bw_sum_codes call 86.33 23.73 20.27 16.77 0 0 2.422e-9
bw_sum_codes chunk 143.9 22.2 22.98 5.315 18.72 2.791 8.043e-10 1.703
bw_sum_codes in/2 14.97 1.48 0 0.5265 2.063 0 0.6496
bw_sum_codes in/4 16.27 1.618 0.0000603 0.6319 1.026 0 0.6496
bw_sum_codes in/8 12.13 1.467 0.0003919 0.5099 0.3711 0 0.6496
bw_sum_codes out/2 15.25 1.558 0 0.5442 0.8213 0 0.6742
bw_sum_codes out/4 15.15 1.566 0.0001074 0.5604 0.9813 0 0.6742
bw_sum_codes out/8 13.24 1.582 0 0.5917 0.8751 0 0.6742
bw_sum_codes second/2 15.43 1.558 0 0.5691 1.039 0 0.6762
bw_sum_codes second/4 15.34 1.631 0 0.6048 0.9065 0 0.6762
bw_sum_codes second/8 11.33 1.5 0.0002185 0.5123 0.6449 0 0.6762
bw_transpose_codes code/2 37.85 6.518 0.2079 2.377 2.553 0.1582
bw_transpose_codes code/4 39.74 6.834 0.4536 2.625 2.909 0.2464
bw_transpose_codes code/8 36.8 6.35 0.04503 2.24 2.357 0.1134
`,
  },
};
