/** Instructions of cortex-m0+. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const CORTEX_M0PLUS: InstructionData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_average_pool_row chunk 0 0 50.79
bw_average_pool_row chunkTap 80.06 13.81 14.6 2.866 5.418
bw_average_pool_row in/2 14.3 2.397 0.04795 1.037 1.299
bw_average_pool_row in/4 16.03 2.649 0 1.082 1.304
bw_average_pool_row in/8 11.18 2.619 0.5534 0.5906 1.712
bw_average_pool_row inOdd/2 5.531
bw_average_pool_row inOdd/4 0
bw_average_pool_row out/2 112.2 10.72 6.315 1.627 8.561
bw_average_pool_row out/4 115 10.95 8.118 2.446 9.007
bw_average_pool_row out/8 85.63 9.523 8.938 0.6474 7.133
bw_average_pool_row outOdd/4 384.5 54.05 5.49 16.11 30.33
bw_average_pool_row pixel 327.5 52.08 0 59.85 36.12
bw_average_pool_row rest 9.841 2.84 2.229 0.7365 2.545
bw_average_pool_row row 181.5 29.47 0.1656 15.37
bw_convolution_row any/2 8.361 0.7366 0 0.767 0.5493
bw_convolution_row any/4 7.708 0.3698 0 0.6177 0.6386
bw_convolution_row any/8 7.054 0.8492 0.005379 0.6323 0.6732
bw_convolution_row anyOdd/2 0 0.4014 0 0.1499 0.3482
bw_convolution_row anyOdd/4 13.59 2.902 0 0.6571 1.254
bw_convolution_row anyPixel 218.1 41.24 33.54 18.48 15.73
bw_convolution_row anyTap 26.97 3.726 3.239 1.569 2.187
bw_convolution_row group 491 50.23 0 47.66
bw_convolution_row one/2 229.5 26.68 3.373 6.691 2.387
bw_convolution_row one/3 188.1 19.13 3.171 7.825 2.281
bw_convolution_row one/4 145 14.57 1.253 3.976 3.078
bw_convolution_row one/5 114.1 12.39 0.7813 4.177 2.008
bw_convolution_row one/8 68.08 15.81 0 0 0.6892
bw_convolution_row oneBlock/8 351.4 56.26 22.88 21.26 13.26
bw_convolution_row oneBlock/narrow 451.7 52.04 19.55 21.71 30.39
bw_convolution_row rest/2 109.3 11.95 0.4874 1.323 7.609
bw_convolution_row rest/3 81.05 8.419 0.07355 1.575 5.602
bw_convolution_row rest/4 64.31 6.194 0 1.144 3.942
bw_convolution_row rest/5 54.09 5.427 0 1.172 3.021
bw_convolution_row rest/8 41.71 8.556 0.002667 0.06545 1.011
bw_convolution_row restChannel 142.4 22.99 17.71 4.785 6.479
bw_convolution_row row 0 0 26.61 0 52.29
bw_convolution_row single 68.27 26.49 21.5 10.07 5.817
bw_convolution_row three/2 459.8 101.8 0 9.693 5.69
bw_convolution_row three/3 372.3 78.7 0.4263 15.44 4.656
bw_convolution_row three/4 310.7 58.54 1.03 9.578 6.421
bw_convolution_row three/5 211.8 36.08 0.9473 3.217 3.871
bw_convolution_row three/8 171 46.38 0 0 3.689
bw_convolution_row threeBlock/8 972.1 132.6 91.88 65.04 37.92
bw_convolution_row threeBlock/narrow 1242 146.7 101.5 74.35 63.02
bw_convolution_row triple 164.7 38.33 33.2 24.96 9.267
bw_convolution_row whole/2 4.924 0.4132 0 0.4718 0.2174
bw_convolution_row whole/4 5.492 0.4129 0 0.4995 0.2128
bw_convolution_row whole/8 4.831 1.105 0 0.4234 0.2432
bw_convolution_row wholeOdd/2 19.86 2.621 0.1249 0.9296 1.061
bw_convolution_row wholeOdd/4 8.257 0.76 0 0.561 0.3655
bw_convolution_row wholePixel 35.26 10.85 9.387 6.795 1.939
bw_convolution_row wholeRun 69.7 5.632 2.725 1.114 4.579
bw_depthwise_row block 252.2 42.92 27.08 30.08 17.49
bw_depthwise_row edge/8 437.7 46.46 44.91 23.13 36.6
bw_depthwise_row edge/narrow 540.8 51.72 37.67 24.4 36.68
bw_depthwise_row edgeTap/2 16 0.6476 0 0.07417 0.07702
bw_depthwise_row edgeTap/4 22.93 1.997 0 0.658 0.4609
bw_depthwise_row edgeTap/8 34.31 6.735 0.3441 2.393 0.6959
bw_depthwise_row pixel/8 314.6 34.34 32.19 14.99 16.22
bw_depthwise_row pixel/narrow 417.7 41.54 32.16 21.4 27.12
bw_depthwise_row point 15.39 1.774 0 1.02 0.9046
bw_depthwise_row row 411.7 64.66 22.01 44.15 41.17
bw_depthwise_row single 164.2 29.38 0.7102 14.37 4.902
bw_depthwise_row singleTap/2 68.21 11.32 0.07884 2.185 5.142
bw_depthwise_row singleTap/4 66.96 11.05 0.004211 2.168 5.784
bw_depthwise_row singleTap/8 65.93 11.2 0.02739 2.235 5.474
bw_depthwise_row tap/2 40.76 3.533 0.0404 0.7856 0.9325
bw_depthwise_row tap/4 41.34 3.382 0 0.6477 0.865
bw_depthwise_row tap/8 44.82 9.637 0 2.55 0.782
bw_depthwise_row threeBlock/2 1141 156.6 37.99 101.9 66.44
bw_depthwise_row threeBlock/3 943.4 127.9 27.7 85.71 61.89
bw_depthwise_row threeBlock/4 994.7 140.8 32.62 90.6 59.18
bw_depthwise_row threeBlock/5 1267 164.9 46.84 105.4 71.79
bw_depthwise_row threeBlock/8 1319 177.5 85.97 108.5 74.02
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 29.26 0 18.31 10.4 15.11
bw_depthwise_row threeNarrow 53.36 0 0 2.229 7.761
bw_depthwise_row threePixel/narrow 694.6 70.02 32.44 23.73 25.63
bw_depthwise_row threePixel/8 733.3 121 29.11 39.51 24.04
bw_depthwise_row unpack/2 98.21 13.29 1.966 8.261 5.694
bw_depthwise_row unpack/3 71.08 8.903 0 5.454 4.219
bw_depthwise_row unpack/4 87.33 10.98 0.9443 7.317 4.994
bw_depthwise_row unpack/5 74.45 9.121 0.1793 6.186 4.185
bw_depthwise_row unpack/8 79.84 9.883 0.2098 6.455 3.916
bw_gru_codes four/2 224.3 26.89 11.66 8.63 2.952
bw_gru_codes four/3 180.4 20.53 10.5 8.373 2.58
bw_gru_codes four/4 139.7 14.77 5.528 3.841 2.823
bw_gru_codes four/5 106.6 12.25 7.092 1.232 1.681
bw_gru_codes four/8 61.51 14.99 0 0 0.4905
bw_gru_codes fours 408.6 57.27 50.44 21.86 28.28
bw_gru_codes hidden/2 564.9 82.58 58.09 29.86 37.86
bw_gru_codes hidden/4 590.5 86.67 76.54 33.42 40.35
bw_gru_codes hidden/8 592.1 82.44 73.03 31.47 41.08
bw_gru_codes in/2 45.53 5.648 9.799 1.68 1.644
bw_gru_codes in/4 35.64 3.002 0 1.633 1.164
bw_gru_codes in/8 28.05 3.437 0 0.8953 0.5976
bw_gru_codes rest/2 216.9 31.78 26.02 11.86 12.85
bw_gru_codes rest/3 121.8 12.79 2.971 4.286 7.207
bw_gru_codes rest/4 82.71 9.971 1.984 2.72 5.09
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 232.3 40.77 0 0 64.1
bw_gru_codes step 390 56.77 164.6 82.01
bw_gru_codes unit 294 41.2 36.27 15.72 20.34
bw_join_codes call 115 18.82 39.43 6.256 31.9
bw_join_codes copied/4 18.28 2.018 0.8199 1.752 2.526
bw_join_codes copied/8 3.023 0.6355 0.3136 0.3807 0.181
bw_join_codes copiedRun 136.7 19.09 17.52 15.37 32.19
bw_join_codes in/2 68.07 6.504 6.443 2.69 5.008
bw_join_codes in/4 71.98 6.935 6.493 2.869 5.684
bw_join_codes in/8 65.45 6.823 6.886 2.192 5.654
bw_join_codes inOdd/2 58.54 4.846 3.811
bw_join_codes inOdd/4 126.1 26.55 13.14 11.31 21.56
bw_join_codes out/2 29.21 2.881 2.028 1.086 2.675
bw_join_codes out/4 57.02 4.402 3.717 1.7 4.993
bw_join_codes out/8 41.05 4.229 4.269 1.48 3.356
bw_join_codes outOdd/2 1869 184.4 129.8 69.47 171.2
bw_join_codes outOdd/4 49.83 4.282 3.293
bw_join_codes run 246.5 50.15 42.04 34.98 28.79
bw_lookup_codes call 84.3 16.99 13.78 10.44 3.323
bw_lookup_codes chunk 101.2 17.41 28.16 0 11.62
bw_lookup_codes in/2 9.587 0.8129 0 1.55 0.7321
bw_lookup_codes in/4 11.15 1.092 0 1.56 0.6947
bw_lookup_codes in/8 4.616 0.7094 0.2532 0.7329 0.6453
bw_lookup_codes out/2 22.91 1.514 0 1.136 2.408
bw_lookup_codes out/4 26.36 1.528 0 1.672 2.458
bw_lookup_codes out/8 4.17 0.7649 0.2553 0.823 0.6249
bw_lstm_codes four/2 303 36.67 10.93 11.52 6.505
bw_lstm_codes four/3 211.2 23.6 15.03 10.68 3.937
bw_lstm_codes four/4 148.7 15.52 7.334 3.72 3.677
bw_lstm_codes four/5 111.7 12.09 3.445 4.361 1.76
bw_lstm_codes four/8 62.51 14.9 0 0 0.5327
bw_lstm_codes fours 0
bw_lstm_codes hidden/2 1043 149.1 124.2 53.27 72.4
bw_lstm_codes hidden/4 953.6 137.9 131.4 50.47 69.38
bw_lstm_codes hidden/8 915.3 131.1 121.8 46.12 66.7
bw_lstm_codes in/2 0
bw_lstm_codes in/4 22.97 3.007 0 0.8454 0.8115
bw_lstm_codes in/8 23.78 3.263 0 0.6732 0.9645
bw_lstm_codes rest/2 72.98 7.925 10.09 0 6.791
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 68.37 7.362 0 1.584 3.93
bw_lstm_codes rest/5 68.56 8.123 4.13 2.451 3.277
bw_lstm_codes rest/8 46.93 8.63 1.47 0.521 0.6794
bw_lstm_codes sequence 776 83.81 65.22 79.91 68.96
bw_lstm_codes step 116.2 23.78
bw_lstm_codes unit 448.2 64.24 59.51 22.69 32.57
bw_max_pool_row chunk 0
bw_max_pool_row chunkTap 82.95 15.7 16.66 3.15 8.761
bw_max_pool_row in/2 14.76 1.251 0 1.203 1.766
bw_max_pool_row in/4 15.41 1.466 0 1.042 1.982
bw_max_pool_row in/8 9.957 1.328 0.3665 0.6291 1.89
bw_max_pool_row inOdd/2 11.64 0.01235 0 0.267 0.1635
bw_max_pool_row inOdd/4 21.1 1.862 0 1.301 0.3372
bw_max_pool_row out/2 14.12 0.7372 0 0.785 1.135
bw_max_pool_row out/4 24.72 1.437 0 2.585 0.4367
bw_max_pool_row out/8 0
bw_max_pool_row outOdd/2 39.7 5.064 0 1.231 5.332
bw_max_pool_row outOdd/4 75.13 6.628 0 4.632 1.201
bw_max_pool_row pixel 36.67 0 22.06 5.634
bw_max_pool_row rest 6.037 0.9726 3.043 0.3207 2.044
bw_max_pool_row row 240.1 49.05 44.11 33.88 26.07
bw_multiply_codes call 0 27.95 12.51 22.33
bw_multiply_codes chunk 230.8 34.63 57.44 7.704 28.2
bw_multiply_codes in/2 26.55 1.836 0 1.411 1.183
bw_multiply_codes in/4 28.81 2.31 0 1.522 1.05
bw_multiply_codes in/8 18.37 1.614 0 0.5238 1.324
bw_multiply_codes out/2 37.7 2.673 0 0.8666 2.901
bw_multiply_codes out/4 39.93 2.557 0 1.333 3.085
bw_multiply_codes out/8 21.62 2.166 0.2259 0.76 1.389
bw_multiply_codes second/2 27.55 2.14 0 1.308 1.776
bw_multiply_codes second/4 32.23 2.545 0 1.465 1.602
bw_multiply_codes second/8 24.37 2.171 0.2243 0.6467 1.756
bw_normalize_codes call 1318 253.9 26.74 209 104.6
bw_normalize_codes in/2 147.4 21.31 14.67 6.288 8.061
bw_normalize_codes in/4 141.6 20.37 14.79 5.096 7.16
bw_normalize_codes in/8 137.1 19.45 14.71 4.669 7.084
bw_normalize_codes out/2 142.9 20.23 15.22 5.348 7.055
bw_normalize_codes out/4 143.5 20.23 15.25 5.443 7.365
bw_normalize_codes out/8 144.8 20.93 15.07 4.974 7.663
bw_normalize_codes span 510.2 30.7 17.66 27.86 47.9
bw_pad_row code/2 15.05 0.8724 0.3973 0.4228 1.305
bw_pad_row code/4 8.276 0.4233 0.1315 0.4132 0.66
bw_pad_row code/8 1.676 0.3025 0.2244 0.2519 0.1309
bw_pad_row codeOdd/2 30.29 2.925 2.26 1.525 2.276
bw_pad_row codeOdd/4 15.01 0.9283 0 0.5228 1.093
bw_pad_row row 0
bw_pad_row run 247.8 36.15 51.86 23.91 30.65
bw_rescale_codes call 60.58 17.32 13.2 16.37 32.23
bw_rescale_codes chunk 243.9 32.31 43.05 15.23
bw_rescale_codes in/2 61.05 5.89 5.429 2.599 5.238
bw_rescale_codes in/4 64.37 6.139 5.465 2.595 5.407
bw_rescale_codes in/8 57.3 5.804 5.703 1.793 5.336
bw_rescale_codes out/2 62.99 5.141 4.032 1.709 5.68
bw_rescale_codes out/4 64.99 5.138 4.05 2.25 5.654
bw_rescale_codes out/8 42.83 4.392 4.328 1.405 3.953
bw_resize_row code/2 0.9638 0.05866 0 0.06001 0.08631
bw_resize_row code/4 0.9796 0.007271 0 0.01148
bw_resize_row code/8 1.157 0.1572 0.0004774 0.1573
bw_resize_row row 40.47 5.876 7.356 5.621
bw_resize_row run 121.8 17.98 22.08 10.84 17.21
bw_rnn_codes four/2 237.3 26.63 12.08 9.329 4.711
bw_rnn_codes four/3 184.1 19.37 14.74 9.367 3.013
bw_rnn_codes four/4 135.8 13.58 6.429 3.719 2.463
bw_rnn_codes four/5 107.8 11.36 2.598 2.291 2.007
bw_rnn_codes four/8 56.59 13.96 0 0 0.2947
bw_rnn_codes fours 0 0 0 0 57.49
bw_rnn_codes hidden/2 312.2 41.47 29.36 13.21 10.54
bw_rnn_codes hidden/4 297.7 40.47 31.67 12.92 8.422
bw_rnn_codes hidden/8 317.5 43.37 30.44 14.02 8.935
bw_rnn_codes in/2 28.27 4.003 0 0.7566 0.8333
bw_rnn_codes in/4 37.84 4.893 0 1.187 1.465
bw_rnn_codes in/8 24.06 2.756 0 0.5438 0.8751
bw_rnn_codes rest/2 165.4 20.12 19.93 7.75 14.26
bw_rnn_codes rest/3 71.41 9.685 0.7058 1.166 8.874
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 75.64 9.333 2.945 3.266 5.155
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 536.9 68.54 0 60.09 50.02
bw_rnn_codes step 0 0 65.33 12.4
bw_rnn_codes unit 108.2 14.64 10.51 4.7 3.244
bw_slice_row code/2 3.38 0.4126 0.6161 0.3021 0.5959
bw_slice_row code/4 2.552 0.2343 0.4226 0.1511 0.249
bw_slice_row code/8 1.898 0.3385 0.2898 0.2868 0.2482
bw_slice_row row 125.9 18.92 36.05 15.93 17.47
bw_slice_row run 53.62 9.731 0 3.726 2.254
bw_slice_row spread/2 11.73 1.923
bw_slice_row spread/4 38.88 5.379 0 1.53 0.5331
bw_slice_row spread/8 33.36 4.675 0 1.158
bw_softmax_codes in/2 706.1 81.97 124 21.9 52.51
bw_softmax_codes in/4 697.8 81.76 123.9 21.24 54.65
bw_softmax_codes in/8 691 81.36 124 19.55 52.71
bw_softmax_codes pixel 648.2 21.84 7.804 18.32 53.88
bw_sum_codes bytes 155.1 19.82 22.12 4.096 9.698
bw_sum_codes call 67.62 32.29 28.79 28.47
bw_sum_codes chunk 241.1 31.47 43.21 12.78 21.91
bw_sum_codes in/2 56.7 6.567 6.415 1.938 4.424
bw_sum_codes in/4 58.63 6.705 6.466 2.074 3.049
bw_sum_codes in/8 49.2 6.008 6.925 1.365 2.83
bw_sum_codes out/2 58.61 6.366 6.701 1.786 3.1
bw_sum_codes out/4 63.51 6.552 6.617 2.163 3.715
bw_sum_codes out/8 47.23 6.458 7.015 1.462 3.148
bw_sum_codes second/2 56.14 6.378 6.791 1.945 3.063
bw_sum_codes second/4 54.91 6.474 6.663 1.795 3.066
bw_sum_codes second/8 52.4 6.621 7.341 1.276 3.947
bw_transpose_codes code/2 62.39 8.542 0.211 2.382 2.257
bw_transpose_codes code/4 65.61 9.019 0.5537 2.733 2.54
bw_transpose_codes code/8 61.09 8.356 0.04556 2.242 2.135
`,
    3: `
bw_average_pool_row chunk 0 0 50.38 4.789
bw_average_pool_row chunkTap 79.84 14.62 14.6 3.841 5.366
bw_average_pool_row in/2 14.06 2.329 0.05319 1.038 1.106
bw_average_pool_row in/4 15.28 2.6 0 1.078 1.241
bw_average_pool_row in/8 11.17 2.554 0.5545 0.5871 1.715
bw_average_pool_row inOdd/2 5.877 0.2787
bw_average_pool_row inOdd/4 0
bw_average_pool_row out/2 99.48 8.952 6.291 1.256 7.643
bw_average_pool_row out/4 101.7 8.967 8.104 1.781 8.463
bw_average_pool_row out/8 81.96 7.679 8.936 0.6745 7.243
bw_average_pool_row outOdd/4 374.6 53.62 5.558 15.86 29.62
bw_average_pool_row pixel 314.5 44.46 0 56.2 35.61
bw_average_pool_row rest 10.02 2.607 2.232 0.7338 2.613
bw_average_pool_row row 166 30.87 1.192 13.58
bw_convolution_row any/2 8.131 0.7725 0 0.9198 0.2265
bw_convolution_row any/4 7.436 0.4377 0 0.6818 0.2923
bw_convolution_row any/8 5.646 0.8407 0.001686 0.6072 0.2497
bw_convolution_row anyOdd/2 0 0 0 0.3946
bw_convolution_row anyOdd/4 18.13 2.86 0.03188 1.237 1.577
bw_convolution_row anyPixel 193.2 36.62 29.95 18.98 21.05
bw_convolution_row anyTap 20.03 3.363 3.102 0.8402 1.61
bw_convolution_row group 521.5 61.47 14.4 5.105
bw_convolution_row one/2 230.3 26.6 3.322 6.712 2.618
bw_convolution_row one/3 147.9 16.29 1.055 2.294 1.232
bw_convolution_row one/4 115.3 11.55 1.139 0.9821 1.264
bw_convolution_row one/5 113.9 12.31 0.7609 4.151 1.974
bw_convolution_row one/8 68.61 15.99 0 0 0.647
bw_convolution_row oneBlock/8 320 43.47 23.76 14.59 14.19
bw_convolution_row oneBlock/narrow 358.3 47.16 21.45 17.12 26.89
bw_convolution_row rest/2 78.57 12.85 0.6182 0.9647 1.566
bw_convolution_row rest/3 58.76 9.326 0.1757 2.413 1.967
bw_convolution_row rest/4 41.76 7.411 0 0.1516 1.165
bw_convolution_row rest/5 32.91 4.744 0 1.108 1.091
bw_convolution_row rest/8 35.28 8.072 0.03472 0 1.134
bw_convolution_row restChannel 148.7 23.13 17.38 4.359 7.57
bw_convolution_row row 0 0 15.15 44.53 49.44
bw_convolution_row single 34.17 12.57 16.91 5.467 6.835
bw_convolution_row three/2 462.3 101.7 0 9.883 6.065
bw_convolution_row three/3 372.1 78.69 0.4858 15.05 4.773
bw_convolution_row three/4 239.9 52.17 0.2035 4.415 3.155
bw_convolution_row three/5 211.3 35.91 1.063 2.904 3.818
bw_convolution_row three/8 171.4 46.16 0 0 3.718
bw_convolution_row threeBlock/8 829.1 116 88.18 51.01 24.43
bw_convolution_row threeBlock/narrow 987.1 130.1 97.75 59.72 39.19
bw_convolution_row triple 164.3 37.26 33.04 24.59 11.49
bw_convolution_row whole/2 4.92 0.4261 0 0.4851 0.2154
bw_convolution_row whole/4 5.15 0.4214 0 0.5338 0.1819
bw_convolution_row whole/8 4.841 1.109 0 0.4429 0.2152
bw_convolution_row wholeOdd/2 19.38 1.675 0.1524 0.9108 1.476
bw_convolution_row wholeOdd/4 7.953 0.6166 0 0.5304 0.4169
bw_convolution_row wholePixel 31.53 8.723 8.955 5.863 2.113
bw_convolution_row wholeRun 66.8 7 2.505 2.097 5.308
bw_depthwise_row block 250.2 50.22 33.69 31.8 18.7
bw_depthwise_row edge/8 352.5 44.99 43.03 22.49 26.38
bw_depthwise_row edge/narrow 419 46.17 35.41 22.48 25.52
bw_depthwise_row edgeTap/2 15.83 0.6978 0 0.04074
bw_depthwise_row edgeTap/4 23.17 2.051 0 0.6447 0.5352
bw_depthwise_row edgeTap/8 34.94 6.897 0.4367 2.44 0.7596
bw_depthwise_row pixel/8 210.7 22.4 10.81 12.25 5.277
bw_depthwise_row pixel/narrow 264.1 26.36 8.227 16.29 11.08
bw_depthwise_row point 11.34 1.327 0 0.7397 0.4832
bw_depthwise_row row 410.4 66.7 15.32 43.77 39.68
bw_depthwise_row single 163.4 29.42 0.6848 14.14 4.887
bw_depthwise_row singleTap/2 68.2 11.33 0.1216 2.183 5.171
bw_depthwise_row singleTap/4 66.98 11.05 0.01191 2.17 5.789
bw_depthwise_row singleTap/8 65.88 11.22 0.04275 2.238 5.449
bw_depthwise_row tap/2 52.07 5.074 3.366 1.412 2.241
bw_depthwise_row tap/4 41.61 3.525 0 0.7922 0.8313
bw_depthwise_row tap/8 35.21 5.132 0 0.6971 0.7239
bw_depthwise_row threeBlock/2 1123 153.7 48.67 98.52 71.45
bw_depthwise_row threeBlock/3 940.9 131.9 34.47 85.74 65.87
bw_depthwise_row threeBlock/4 973.5 138.9 40.24 88.43 62.71
bw_depthwise_row threeBlock/5 1239 165.1 52.99 100.7 74.08
bw_depthwise_row threeBlock/8 1285 180 88.13 106.7 76.56
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 143.7 42.16 42.8 29.13 18.45
bw_depthwise_row threeNarrow 19.55 0 0 2.218 4.153
bw_depthwise_row threePixel/narrow 577.4 52.77 8.633 19.12 13.43
bw_depthwise_row threePixel/8 534.6 68.66 5.431 18.97 11.93
bw_depthwise_row unpack/2 95.29 11.76 1.5 7.616 6.025
bw_depthwise_row unpack/3 71.29 8.238 0 5.256 4.454
bw_depthwise_row unpack/4 85.19 10.07 0.206 6.968 5.054
bw_depthwise_row unpack/5 73.97 8.527 0 6.001 4.34
bw_depthwise_row unpack/8 80.18 9.272 0.05968 6.233 4.227
bw_gru_codes four/2 228.6 27.78 11.51 8.88 2.335
bw_gru_codes four/3 139.4 17.9 8.36 2.559 2.575
bw_gru_codes four/4 108.4 11.93 5.402 0.8116 1.734
bw_gru_codes four/5 109.5 11.69 7.006 3.647 0.9619
bw_gru_codes four/8 62.09 15.15 0 0 0.3898
bw_gru_codes fours 399.6 57.23 47.83 19.49 26.27
bw_gru_codes hidden/2 541.6 82.2 52.8 25.66 35.4
bw_gru_codes hidden/4 552.3 83.97 71.98 28.31 37.51
bw_gru_codes hidden/8 573.7 81.5 68.38 27.85 37.58
bw_gru_codes in/2 40.19 4.259 10.42 2.043 2.168
bw_gru_codes in/4 41.78 3.439 0 2.037 0.9368
bw_gru_codes in/8 24.61 2.762 0 0.9715
bw_gru_codes rest/2 191.5 29.27 25.57 13.8 7.14
bw_gru_codes rest/3 99 15.77 2.962 3.167 4.692
bw_gru_codes rest/4 66.68 11.06 1.989 2.036 2.963
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 0 0 0 0 40.75
bw_gru_codes step 490 113.8 163.3 65.55 42.32
bw_gru_codes unit 287.1 41.12 34.35 14 18.87
bw_join_codes call 105.6 19.09 39.57 3.25
bw_join_codes copied/4 13.52 1.37 0.6721 1.395 1.226
bw_join_codes copied/8 2.832 0.6423 0.3185 0.4849
bw_join_codes copiedRun 144 21.07 17.38 17.84 33.57
bw_join_codes in/2 65.99 7.131 6.441 2.687 5.559
bw_join_codes in/4 69.28 7.504 6.479 2.842 5.906
bw_join_codes in/8 63.58 7.425 6.879 2.228 5.63
bw_join_codes inOdd/2 91.95 11.59 3.551 0 4.822
bw_join_codes inOdd/4 223.5 34.55 12.76 15.51 26.06
bw_join_codes out/2 29.47 3.433 2.031 1.081 2.604
bw_join_codes out/4 48.73 4.802 3.766 1.345 3.891
bw_join_codes out/8 40.28 4.62 4.274 1.52 3.527
bw_join_codes outOdd/2 1886 219.7 130 69.17 166.6
bw_join_codes outOdd/4 78.32 9.969 3.038 0 4.242
bw_join_codes run 254 51.23 42.06 37.28 26.17
bw_lookup_codes call 88.8 18.16 13.68 10.53 3.368
bw_lookup_codes chunk 127 23.57 28.04 3.179 11.77
bw_lookup_codes in/2 8.926 0.7061 0 1.507 0.6153
bw_lookup_codes in/4 10.06 0.9995 0 1.515 0.6572
bw_lookup_codes in/8 4.053 0.5953 0.2533 0.69 0.6212
bw_lookup_codes out/2 15.17 1.241 0 0.8922 1.705
bw_lookup_codes out/4 16.9 1.262 0 1.147 1.729
bw_lookup_codes out/8 3.93 0.6721 0.2595 0.8595 0.6439
bw_lstm_codes four/2 304.4 36.87 10.92 11.54 5.909
bw_lstm_codes four/3 169.7 20.84 12.62 3.952 4.536
bw_lstm_codes four/4 114.3 12.31 7.034 0.483 2.495
bw_lstm_codes four/5 112 11.94 3.321 4.406 1.189
bw_lstm_codes four/8 62.75 14.81 0 0 0.2499
bw_lstm_codes fours 0
bw_lstm_codes hidden/2 1030 142.6 116.8 46.1 65.57
bw_lstm_codes hidden/4 910.6 131.9 124.8 40.44 64.85
bw_lstm_codes hidden/8 872.5 125.2 116.2 36.81 62.8
bw_lstm_codes in/2 0
bw_lstm_codes in/4 27.08 3.355 0 0.942 0.8886
bw_lstm_codes in/8 26.78 3.309 0 1.019 0.4004
bw_lstm_codes rest/2 43.04 7.763 9.633 0 2.008
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 50.23 7.931 0 1.109 1.064
bw_lstm_codes rest/5 46.84 7.159 4.005 2.136 2.251
bw_lstm_codes rest/8 46.53 9.45 1.137 0.4221 1.281
bw_lstm_codes sequence 583.1 59.83 66.11 69.1 66.46
bw_lstm_codes step 0 20.67
bw_lstm_codes unit 430.2 61.67 56.96 18.29 30.74
bw_max_pool_row chunk 0
bw_max_pool_row chunkTap 82.65 15.93 16.64 4.137 8.657
bw_max_pool_row in/2 14.42 1.259 0 1.194 1.577
bw_max_pool_row in/4 14.71 1.45 0 1.045 1.914
bw_max_pool_row in/8 9.975 1.317 0.3686 0.6337 1.895
bw_max_pool_row inOdd/2 11.78 0.3689 0 0.2737 0.2126
bw_max_pool_row inOdd/4 21.71 2.792 0 1.35 0.3824
bw_max_pool_row out/2 7.351 0.4999 0 0.5366 0.7521
bw_max_pool_row out/4 15.61 1.348 0 1.978
bw_max_pool_row out/8 0
bw_max_pool_row outOdd/2 43.58 6.432 0 1.299 5.174
bw_max_pool_row outOdd/4 77.28 9.939 0 4.807 1.362
bw_max_pool_row pixel 39.13 0 21.84 7.576
bw_max_pool_row rest 6.193 0.8481 3.06 0.3285 2.1
bw_max_pool_row row 240.5 48.1 44.42 33.92 26.4
bw_multiply_codes call 7.674 34.41 11.31 23.62
bw_multiply_codes chunk 234.3 35.73 57.46 10.98 32.11
bw_multiply_codes in/2 24.09 1.674 0 1.364 0.639
bw_multiply_codes in/4 26.76 2.359 0 1.492 0.6469
bw_multiply_codes in/8 17 1.57 0 0.4917 1.164
bw_multiply_codes out/2 31.44 2.625 0 0.6565 2.266
bw_multiply_codes out/4 31.35 2.354 0 0.8319 2.537
bw_multiply_codes out/8 21.54 2.115 0.2482 0.8173 1.292
bw_multiply_codes second/2 25.21 2.132 0 1.28 1.132
bw_multiply_codes second/4 29 2.486 0 1.419 1.244
bw_multiply_codes second/8 22.72 2.117 0.1989 0.601 1.594
bw_normalize_codes call 1622 274.2 27.31 278.1 102.4
bw_normalize_codes in/2 148 20.4 14.66 5.247 8.038
bw_normalize_codes in/4 140.3 19.11 14.78 3.687 7.163
bw_normalize_codes in/8 135.6 18.28 14.71 3.088 7.087
bw_normalize_codes out/2 142.9 19.71 15.23 3.921 7.05
bw_normalize_codes out/4 143.7 19.64 15.26 4.044 7.354
bw_normalize_codes out/8 142.6 19.16 15.07 3.41 7.677
bw_normalize_codes span 483.5 30.42 17.61 30.63 34.06
bw_pad_row code/2 10.33 0.7922 0.354 0.2844 0.9001
bw_pad_row code/4 5.583 0.3872 0.1312 0.282 0.4421
bw_pad_row code/8 1.688 0.3057 0.2217 0.2853 0.1288
bw_pad_row codeOdd/2 31.07 3.746 1.493 1.718 2.297
bw_pad_row codeOdd/4 13.66 1.398 0 0.321 0.8478
bw_pad_row row 0
bw_pad_row run 253.6 37.21 51.99 30.64 30.75
bw_rescale_codes call 121.8 17.23 13.22 15.42 3.756
bw_rescale_codes chunk 150.8 32.61 42.92 19.07
bw_rescale_codes in/2 60.78 6.439 5.421 2.575 5.222
bw_rescale_codes in/4 63.05 6.684 5.458 2.575 5.377
bw_rescale_codes in/8 56.78 6.35 5.695 1.771 5.358
bw_rescale_codes out/2 55.31 5.418 4.045 1.454 5.157
bw_rescale_codes out/4 55.86 5.398 4.062 1.71 5.116
bw_rescale_codes out/8 43.09 4.835 4.34 1.432 4.008
bw_resize_row code/2 0.956 0.05803 0 0.05937 0.08661
bw_resize_row code/4 0.9696 0.005761 0 0.009955
bw_resize_row code/8 1.148 0.1559 0.0005001 0.156
bw_resize_row row 40.55 5.897 7.357 5.64
bw_resize_row run 130 20.02 22.08 16.88 17.22
bw_rnn_codes four/2 240.7 27.2 11.66 9.457 3.18
bw_rnn_codes four/3 149 17.29 12.05 3.381 3.036
bw_rnn_codes four/4 109.1 11.42 6.062 0.6095 1.464
bw_rnn_codes four/5 109.3 11.77 2.512 4.311 1.491
bw_rnn_codes four/8 58.65 14.21 0 0 0.009617
bw_rnn_codes fours 0 0 0 0 0.1965
bw_rnn_codes hidden/2 284.8 38.15 28.49 11.15 19
bw_rnn_codes hidden/4 281.1 37.69 30.41 10.82 17.48
bw_rnn_codes hidden/8 298.6 40.61 29.23 11.48 19.7
bw_rnn_codes in/2 28.95 3.679 0 0.8377 0.934
bw_rnn_codes in/4 34.83 4.499 0 1.295 1.481
bw_rnn_codes in/8 23.87 2.433 0 0.8335 0.3588
bw_rnn_codes rest/2 148.1 20.97 19.35 9.137 4.997
bw_rnn_codes rest/3 52.83 12.16 1.021 0.385 2.151
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 52.95 8.537 2.902 2.777 2.902
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 458.1 45.92 0 51.9 50.07
bw_rnn_codes step 43.03 28.59 65.02 9.761 2.382
bw_rnn_codes unit 100.5 13.57 10.09 3.89 6.593
bw_slice_row code/2 3.805 0.4911 0.6214 0.512 0.6106
bw_slice_row code/4 2.843 0.2874 0.4327 0.2912 0.2604
bw_slice_row code/8 2.1 0.3756 0.2929 0.3858 0.2553
bw_slice_row row 140.4 21.68 34.44 22.71 17.76
bw_slice_row run 44.34 8.915 0 2.175 1.729
bw_slice_row spread/2 8.935 2.344
bw_slice_row spread/4 31.85 5.469 0 1.492 0.6159
bw_slice_row spread/8 27.2 4.83 0 0.9635 0.004347
bw_softmax_codes in/2 706.2 82.97 124 21.9 52.5
bw_softmax_codes in/4 698 82.76 123.9 21.24 54.56
bw_softmax_codes in/8 691.6 82.36 124 19.55 52.4
bw_softmax_codes pixel 651.3 20.84 7.805 18.31 57.77
bw_sum_codes bytes 155.2 19.82 22.12 4.226 9.698
bw_sum_codes call 78.17 33.02 28.73 30.36
bw_sum_codes chunk 254.5 37.31 43.26 17.31 22.9
bw_sum_codes in/2 54.88 6.479 6.404 1.866 4.186
bw_sum_codes in/4 56.72 6.623 6.448 1.995 2.842
bw_sum_codes in/8 47.44 5.865 6.916 1.281 2.693
bw_sum_codes out/2 54.05 6.23 6.735 1.638 2.66
bw_sum_codes out/4 57.15 6.417 6.646 1.748 3.219
bw_sum_codes out/8 49.91 6.452 7.045 1.603 3.361
bw_sum_codes second/2 54.1 6.225 6.773 1.849 2.822
bw_sum_codes second/4 53.11 6.421 6.644 1.727 2.92
bw_sum_codes second/8 50.53 6.411 7.317 1.178 3.773
bw_transpose_codes code/2 67.55 9.682 1.207 4.55 3.393
bw_transpose_codes code/4 70.79 10.09 1.446 4.898 3.654
bw_transpose_codes code/8 65.69 9.463 1.045 4.356 3.243
`,
    s: `
bw_average_pool_row chunk 0 0 43.28
bw_average_pool_row chunkTap 71.01 14.53 8.336 4.225 7.85
bw_average_pool_row in/2 20.2 5.383 0.1031 1.029 1.782
bw_average_pool_row in/4 21.28 5.653 0 1.071 1.321
bw_average_pool_row in/8 15.83 4.489 0.6218 0.603 1.462
bw_average_pool_row inOdd/2 13.85 3.146 0 0 0.4989
bw_average_pool_row inOdd/4 0
bw_average_pool_row out/2 116 11.12 5.595 1.734 11.59
bw_average_pool_row out/4 115.4 12.32 7.743 2.095 10.88
bw_average_pool_row out/8 86.91 9.016 8.738 0.6798 9.114
bw_average_pool_row outOdd/4 481.6 102.8 5.756 16.2 35.19
bw_average_pool_row pixel 224.7 34.69 0 51.2 24.67
bw_average_pool_row rest 13.38 4.361 2.219 0.6398 1.353
bw_average_pool_row row 188.2 38.19 0 25.3 20.95
bw_convolution_row any/2 11 2.585 0 0.7837 1.08
bw_convolution_row any/4 9.036 1.472 0 0.6103 1.031
bw_convolution_row any/8 8.804 1.845 0 0.6986 1.216
bw_convolution_row anyOdd/2 1.211 0.3285 1.4 0 1.031
bw_convolution_row anyOdd/4 16.42 3.898 1.385 0.1507 2.253
bw_convolution_row anyPixel 180.2 39.34 14.2 21.56 18.35
bw_convolution_row anyTap 28.31 6.435 3.739 3.425 2.675
bw_convolution_row group 332.6 45.02 0 49.13
bw_convolution_row one/2 369.2 76.15 0.935 43.97 16.89
bw_convolution_row one/3 315.9 92.86 0.8043 43.57 11.25
bw_convolution_row one/4 204.7 40.49 0.8636 25.09 10.03
bw_convolution_row one/5 193.8 54.55 0.6811 22 8.151
bw_convolution_row one/8 86.71 20.23 0 5.922 1.871
bw_convolution_row oneBlock/8 398.1 68.21 23.85 43.33 21.86
bw_convolution_row oneBlock/narrow 426.5 63.69 14.36 37.47 24.07
bw_convolution_row rest/2 120.9 30.49 0 2.792 7.553
bw_convolution_row rest/3 87.33 21.46 0 2.515 6.003
bw_convolution_row rest/4 68.61 16.75 0 2.187 4.029
bw_convolution_row rest/5 56.62 13.74 0 2.172 3.177
bw_convolution_row rest/8 32.69 9.791 0.133 2.155 1.166
bw_convolution_row restChannel 129 24.36 11.2 9.314 4.426
bw_convolution_row row 157.3 35.02 27.16 10.47 52.22
bw_convolution_row single 7.764 6.837 4.007 7.349 3.427
bw_convolution_row three/2 758.2 193.1 0 64.65 33.76
bw_convolution_row three/3 527.7 135.1 0 53.48 22
bw_convolution_row three/4 446.7 111.7 0 42.92 20.8
bw_convolution_row three/5 334.6 83.95 0 27.54 16.04
bw_convolution_row three/8 251 62.07 0.8466 5.835 8.155
bw_convolution_row threeBlock/8 921.7 189.2 66.76 108.4 42.01
bw_convolution_row threeBlock/narrow 1210 234.1 64.94 126.1 67.32
bw_convolution_row triple 145.8 36.78 30.84 25.39 12.36
bw_convolution_row whole/2 5.848 0.8177 0 0.4083 0.2029
bw_convolution_row whole/4 6.438 0.7965 0 0.4226 0.1813
bw_convolution_row whole/8 6.228 1.498 0 0.4172 0.4607
bw_convolution_row wholeOdd/2 24.13 5.212 0.1376 0.9741 2.386
bw_convolution_row wholeOdd/4 10.37 1.781 0 0.55 0.6609
bw_convolution_row wholePixel 25.24 7.717 8.046 6.265 2.253
bw_convolution_row wholeRun 66.78 14.65 0.2081 7.028 6.497
bw_depthwise_row block 235.5 43.32 27.05 34.25 16.74
bw_depthwise_row edge/8 352.7 49.6 33.63 25.27 38.52
bw_depthwise_row edge/narrow 455.4 57.72 26.29 28.46 38.27
bw_depthwise_row edgeTap/2 22.07 3.821 0 2.504 0.489
bw_depthwise_row edgeTap/4 25.61 4.989 0 2.149 0.8967
bw_depthwise_row edgeTap/8 34.08 6.926 0.3129 3.498 1.213
bw_depthwise_row pixel/8 276 40.7 30.22 18.79 16.95
bw_depthwise_row pixel/narrow 376.5 52.65 30.16 25.02 28.3
bw_depthwise_row point 18.77 3.514 0 1.134 2.319
bw_depthwise_row row 416.9 91.26 7.26 56.4 54.34
bw_depthwise_row single 133.5 24.8 0.4628 12.42 5.475
bw_depthwise_row singleTap/2 78.62 17.56 0.05955 3.49 5.534
bw_depthwise_row singleTap/4 77.33 17.19 0.004343 3.796 6.678
bw_depthwise_row singleTap/8 76.06 17.2 0.02449 3.91 6.327
bw_depthwise_row tap/2 48.73 8.726 0.0385 4.901 1.789
bw_depthwise_row tap/4 45.77 9.213 0 3.568 1.764
bw_depthwise_row tap/8 42.57 9.56 0 4.356 1.583
bw_depthwise_row threeBlock/2 1166 232.6 38.27 121.8 107.3
bw_depthwise_row threeBlock/3 969 188.5 27.78 101.5 95.49
bw_depthwise_row threeBlock/4 1023 197.6 32.73 110.6 92.82
bw_depthwise_row threeBlock/5 1285 235.4 46.57 129.8 108.9
bw_depthwise_row threeBlock/8 1367 241 84.92 141 112.3
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 0 0 8.037 4.932 11.82
bw_depthwise_row threeNarrow 51.92 0.4343 0 0.8775 7.377
bw_depthwise_row threePixel/narrow 690.7 125.1 30.53 52.44 33.76
bw_depthwise_row threePixel/8 671.8 129 27.2 59.54 32.3
bw_depthwise_row unpack/2 100.5 20.39 1.989 9.822 9.598
bw_depthwise_row unpack/3 74.61 15.69 0 7.23 7.595
bw_depthwise_row unpack/4 91.12 18.02 0.884 9.223 8.339
bw_depthwise_row unpack/5 78.65 15.9 0.182 8.047 7.508
bw_depthwise_row unpack/8 86.57 17.51 0.2309 9.579 7.327
bw_gru_codes four/2 356.7 74.83 5.661 45.6 15.93
bw_gru_codes four/3 304.7 92.13 5.127 43.55 10.65
bw_gru_codes four/4 198 40.45 3.485 24.6 10.16
bw_gru_codes four/5 189.4 54.9 6.6 17.36 8.274
bw_gru_codes four/8 82.09 19.13 0 5.484 1.68
bw_gru_codes fours 389.1 65.83 42.37 24.37 30.92
bw_gru_codes hidden/2 518.2 91.52 50.97 34.41 37.42
bw_gru_codes hidden/4 557.2 101.9 62.62 38.82 42.79
bw_gru_codes hidden/8 571 95.65 62.11 35.24 45.68
bw_gru_codes in/2 57.04 15.72 7.263 2.67 7.379
bw_gru_codes in/4 44.39 9.916 0 2.462 4.994
bw_gru_codes in/8 32.74 10.79 0 1.526 3.563
bw_gru_codes rest/2 200.5 53.12 12.71 16.24 15.9
bw_gru_codes rest/3 127.2 25.65 4.6 6.108 9.439
bw_gru_codes rest/4 85.11 19.3 2.63 3.786 5.808
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 250.6 77.03 0 0 68.2
bw_gru_codes step 220.4 0 138.3 74.1
bw_gru_codes unit 279.8 47.36 30.45 17.52 22.23
bw_join_codes call 110.2 17.74 38.6 1.405 16.22
bw_join_codes copied/4 14.05 2.131 0.9584 1.749 2.571
bw_join_codes copied/8 2.434 0.5885 0.1999 0.4834 0.6559
bw_join_codes copiedRun 142.3 23.64 13.91 13.68 20.2
bw_join_codes in/2 68.04 8.79 6.291 2.633 6.663
bw_join_codes in/4 70.79 9.259 6.383 2.826 6.555
bw_join_codes in/8 63.22 7.946 6.719 2.203 6.76
bw_join_codes inOdd/2 103.1 18.37 2.288 2.489 1.594
bw_join_codes inOdd/4 216.6 45.84 12.94 22.27 17.67
bw_join_codes out/2 32.82 4.905 1.978 1.468 3.233
bw_join_codes out/4 55.59 7.091 3.539 1.515 6.047
bw_join_codes out/8 39.84 5.056 4.148 1.469 4.109
bw_join_codes outOdd/2 2101 313.9 126.6 93.98 206.9
bw_join_codes outOdd/4 87.26 15.68 1.986 2.296 1.414
bw_join_codes run 191.9 44.89 26.91 32.57 31.11
bw_lookup_codes call 66.25 13.65 7.74 9.837 5.231
bw_lookup_codes chunk 86.88 21.57 16.18 4.508 13.25
bw_lookup_codes in/2 11.38 2.442 0 1.521 1.288
bw_lookup_codes in/4 12.22 2.752 0 1.546 0.7931
bw_lookup_codes in/8 4.991 1.145 0.2523 0.7009 0.5675
bw_lookup_codes out/2 24.54 2.816 0 1.116 2.486
bw_lookup_codes out/4 26.62 3.869 0 1.377 2.674
bw_lookup_codes out/8 4.667 1.222 0.2559 0.8034 0.5471
bw_lstm_codes four/2 437.8 90.02 11.17 49.06 22.48
bw_lstm_codes four/3 337.3 97.16 8.019 45.85 13.15
bw_lstm_codes four/4 206.9 41.65 4.927 24.18 11.1
bw_lstm_codes four/5 191.8 52.61 3.116 20.07 8.125
bw_lstm_codes four/8 84.07 19.46 0 5.185 1.822
bw_lstm_codes fours 0
bw_lstm_codes hidden/2 970.8 167.3 102.9 61.34 74.33
bw_lstm_codes hidden/4 884.5 153.4 107.7 55.56 69.91
bw_lstm_codes hidden/8 852.8 144.6 101.1 50.58 66.13
bw_lstm_codes in/2 7.684 4.345 0 0 2.027
bw_lstm_codes in/4 30.57 8.054 0 1.723 3.189
bw_lstm_codes in/8 29.99 8.56 0 1.359 3.457
bw_lstm_codes rest/2 78.68 21.29 0 0 6.421
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 71.05 17.58 0 2.579 4.717
bw_lstm_codes rest/5 66.66 16.13 2.603 3.542 4.172
bw_lstm_codes rest/8 38.18 11.46 2.282 1.943 1.775
bw_lstm_codes sequence 813.4 164.8 68.96 84.44 110.6
bw_lstm_codes step 56.27 26.79 50.93 0 4.824
bw_lstm_codes unit 424.8 72.22 50.21 25.39 32.97
bw_max_pool_row chunk 0
bw_max_pool_row chunkTap 87.99 19.67 10.89 6.444 12.23
bw_max_pool_row in/2 20.04 3.386 0 1.193 2.536
bw_max_pool_row in/4 19.86 3.569 0 1.039 2.133
bw_max_pool_row in/8 13.45 2.185 0.3574 0.6459 1.84
bw_max_pool_row inOdd/2 18.97 2.424 0 0.4716 1.815
bw_max_pool_row inOdd/4 30.25 4.47 0 1.825 2.548
bw_max_pool_row out/2 12.18 0.7945 0 0.8373 0.656
bw_max_pool_row out/4 22.11 2.769 0 2.33 0.565
bw_max_pool_row out/8 0
bw_max_pool_row outOdd/2 53 10.39 0 2.32 4.924
bw_max_pool_row outOdd/4 107.7 15.91 0 6.496 9.07
bw_max_pool_row pixel 0 0 14.98 6.191
bw_max_pool_row rest 9.013 1.654 3.025 0.2606 1.335
bw_max_pool_row row 253.5 50.94 31.85 41.98 24.06
bw_multiply_codes call 0 27.58 5.454 10.88
bw_multiply_codes chunk 251.4 31.93 40.32 11.37 35.6
bw_multiply_codes in/2 26.61 3.787 0 2.098 1.701
bw_multiply_codes in/4 29.8 4.591 0 2.241 1.618
bw_multiply_codes in/8 17.96 2.729 0 1.225 1.025
bw_multiply_codes out/2 39.14 5.255 0 1.947 2.633
bw_multiply_codes out/4 39.25 5.882 0 2.179 2.553
bw_multiply_codes out/8 20.75 3.427 0.2029 1.734 1.016
bw_multiply_codes second/2 27.55 4.774 0 1.874 2.35
bw_multiply_codes second/4 31.4 4.886 0 2.38 1.774
bw_multiply_codes second/8 23.95 3.56 0.1974 1.636 1.272
bw_normalize_codes call 987.5 250.6 7 163 74.39
bw_normalize_codes in/2 148.6 21.39 14.81 5.484 9.797
bw_normalize_codes in/4 143.4 20.11 14.81 4.572 8.903
bw_normalize_codes in/8 140.2 19.35 14.81 4.236 8.583
bw_normalize_codes out/2 145.9 20.66 15.19 4.763 9.827
bw_normalize_codes out/4 146.3 20.59 15.19 4.851 9.532
bw_normalize_codes out/8 146.2 20.22 15.19 4.483 8.559
bw_normalize_codes span 508.8 26.4 20 19.79 51.98
bw_pad_row code/2 15.23 1.476 0.2247 0.4932 1.49
bw_pad_row code/4 8.137 1.022 0.08471 0.3488 0.732
bw_pad_row code/8 1.607 0.3206 0.1772 0.2745 0.1141
bw_pad_row codeOdd/2 36.83 6.25 1.24 2.473 3.244
bw_pad_row codeOdd/4 19.18 3.25 0 0.8416 1.424
bw_pad_row row 0
bw_pad_row run 232.9 35.7 41.98 31.2 30.41
bw_rescale_codes call 74.36 14.19 7.19 11.27 2.795
bw_rescale_codes chunk 133.8 29.6 31.1 16.38 26.07
bw_rescale_codes in/2 62.02 8.191 5.424 2.586 6.512
bw_rescale_codes in/4 64.34 8.437 5.46 2.584 6.429
bw_rescale_codes in/8 56.53 6.918 5.698 1.781 6.227
bw_rescale_codes out/2 63.85 6.874 4.036 1.722 6.844
bw_rescale_codes out/4 64.51 7.895 4.054 1.973 6.742
bw_rescale_codes out/8 42.47 5.269 4.331 1.412 4.648
bw_resize_row code/2 0.9767 0.05974 0 0.06112 0.082
bw_resize_row code/4 0.9967 0.009992 0 0.01421
bw_resize_row code/8 1.172 0.1596 0.0004762 0.1596
bw_resize_row row 33.5 3.86 5.352 5.61
bw_resize_row run 110.3 20.92 16.08 11.78 15.31
bw_rnn_codes four/2 382.6 79.59 4.697 47.27 20.24
bw_rnn_codes four/3 319.4 93.83 5.541 44.63 12.6
bw_rnn_codes four/4 199.5 39.61 2.443 24.41 9.882
bw_rnn_codes four/5 189.8 54.04 1.753 20.9 8.357
bw_rnn_codes four/8 81.5 19 0 4.995 1.687
bw_rnn_codes fours 0
bw_rnn_codes hidden/2 301.7 57.66 28.97 19.26 25.74
bw_rnn_codes hidden/4 291.8 55.04 30.66 16.97 22.35
bw_rnn_codes hidden/8 303.9 56.58 29.79 21.34 22.78
bw_rnn_codes in/2 33.43 9.334 1.08 0.9693 3.514
bw_rnn_codes in/4 40.96 11.13 0.7408 2.225 5.078
bw_rnn_codes in/8 31.4 8.86 0.1762 0.03959 3.97
bw_rnn_codes rest/2 176.1 41.73 9.34 10.44 13.06
bw_rnn_codes rest/3 65.15 15.16 2.036 1.728 1.344
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 74.38 18.28 4.876 5.324 5.141
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 516.8 97.61 29.55 79.53 66.13
bw_rnn_codes step 0 0 31.09
bw_rnn_codes unit 104.3 19.63 10.28 6.883 8.202
bw_slice_row code/2 3.015 0.4435 0.4481 0.3363 0.4438
bw_slice_row code/4 2.312 0.2546 0.3073 0.1738 0.1482
bw_slice_row code/8 1.73 0.3534 0.2107 0.3033 0.177
bw_slice_row row 95.53 17.88 24.49 17.09 12.48
bw_slice_row run 58.32 12.68 0 5.528 4.786
bw_slice_row spread/2 12.37 2.838
bw_slice_row spread/4 39.7 7.205 0 2.377 0.5444
bw_slice_row spread/8 34.32 6.324 0 1.845
bw_softmax_codes in/2 729.7 95.86 124 24.86 56.37
bw_softmax_codes in/4 721.8 95.7 123.9 24.57 58.43
bw_softmax_codes in/8 716 95.35 124 23.85 56.11
bw_softmax_codes pixel 679.9 35.44 4.471 34.76 73.65
bw_sum_codes bytes 155 18.68 21.54 6.036 10.6
bw_sum_codes call 66.6 29.85 22.38 22.88
bw_sum_codes chunk 288.7 36.92 25.45 14.8 38.61
bw_sum_codes in/2 54.19 7.121 6.433 2.56 4.874
bw_sum_codes in/4 59.65 7.657 6.485 2.685 3.426
bw_sum_codes in/8 52.54 6.078 6.935 1.929 3.305
bw_sum_codes out/2 65.36 7.484 6.671 2.442 4.039
bw_sum_codes out/4 65.25 8.309 6.591 2.568 4.422
bw_sum_codes out/8 45.02 5.76 6.991 2.097 3.127
bw_sum_codes second/2 58.82 7.036 6.798 2.511 3.989
bw_sum_codes second/4 56.88 7.327 6.669 2.453 3.47
bw_sum_codes second/8 51.53 5.899 7.339 1.823 3.841
bw_transpose_codes code/2 64.02 10.82 0.1574 4.557 2.557
bw_transpose_codes code/4 67.32 11.44 0.3932 5.019 3.019
bw_transpose_codes code/8 62.62 10.58 0.03399 4.359 2.359
`,
  },
};
