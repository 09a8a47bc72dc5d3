/** Instructions of cortex-m4. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const CORTEX_M4: InstructionData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_average_pool_row chunk 0 0 0 27.07 0 0 1.132e-9
bw_average_pool_row chunkTap 12.01 2.772 0.561 0.1542 0.9528 0.1305
bw_average_pool_row in/2 12.06 1.614 0.4219 1.285 1.542 0.102 2.027e-11
bw_average_pool_row in/4 12.31 1.602 0.4592 1.269 1.4 0.105 1.157e-11
bw_average_pool_row in/8 1.474 0.2164 0 0.01311 0.2499 0 4.405e-12
bw_average_pool_row inOdd/2 43.26 8.611 6.839 3.056 3.329 1.689
bw_average_pool_row inOdd/4 22.04 3.169 1.398 2.037 1.99 0.3473
bw_average_pool_row out/2 34.9 2.625 0.6912 1.735 0.9135 0.09304 1
bw_average_pool_row out/4 31.53 1.756 0 1.656 1.028 0 1
bw_average_pool_row out/8 37.41 3.912 0 3.015 1.487 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 269 36.83 23.3 23.89 29.81 3.556
bw_average_pool_row rest 25.89 4.993 2.778 2.351 4.07 0.7377
bw_average_pool_row row 172.2 39.13 38.91 12.66 5.446 1.214
bw_convolution_row any/2 5.29 0.4326 0 0.5864 0.3383 0.1952
bw_convolution_row any/4 5.146 0.2971 0 0.618 0.4612 0.1556
bw_convolution_row any/8 5.009 0.3398 0.1596 0.6736 0.5471 0.1806
bw_convolution_row anyOdd/2 8.202 0.9578 0.0056 0 0.8598 0.1832
bw_convolution_row anyOdd/4 14.29 1.688 0.5742 0.3156 0.6193 0.1628 1.821e-13
bw_convolution_row anyPixel 139.4 27.91 29.5 15.46 9.149 0.6296 0 0.01054
bw_convolution_row anyTap 19.14 3.553 3.054 1.148 2.083 0.1513
bw_convolution_row group 0 50.55 27.56 1.534 0 1.454 0 5.323
bw_convolution_row one/2 74.18 6.335 6.89 0.1462 1.488 32 8.196e-13
bw_convolution_row one/3 48.03 5.201 5.034 0.03667 1.052 20.01 5.457e-13 0.00003941
bw_convolution_row one/4 38.35 4.108 4.968 0.02013 0.9555 16.01 3.539e-13
bw_convolution_row one/5 30.51 4.112 4.066 0.02395 1.035 12.01 8.911e-13
bw_convolution_row one/8 19.8 2.176 3.953 0.02085 0.4679 8.035 1.28e-12 0.00009131
bw_convolution_row oneBlock/8 101.2 24.06 23.61 0.9624 5.346 11.8 0 0.01203
bw_convolution_row oneBlock/narrow 188.4 33.34 22.7 9.042 15.99 11.59 4 0.01964
bw_convolution_row rest/2 74.41 9.934 0.2095 0 11.11 8.121
bw_convolution_row rest/3 56.34 6.984 0.105 0.4047 5.782 4.895 0 0.007685
bw_convolution_row rest/4 41.74 5.302 0 0.06204 4.13 4.016 4.129e-15 0.00395
bw_convolution_row rest/5 33.58 4.176 0 0.06056 3.186 3.008
bw_convolution_row rest/8 14.8 1.334 0 0.03811 1.193 2.024
bw_convolution_row restChannel 76.61 14.88 19.19 3.409 4.012 4.333 0 0.06599
bw_convolution_row row 228.7 0 0 35.82 24.2
bw_convolution_row single 59.27 13.31 28.11 6.836 4.834 0.9724 3.15e-11 0.1022
bw_convolution_row three/2 153.8 19.64 35.04 1.935 3.092 96.06 0 0.00518
bw_convolution_row three/3 101.5 14.03 23.58 2.078 2.215 59.99
bw_convolution_row three/4 86.4 12.46 19.77 2.193 2.476 48
bw_convolution_row three/5 66.19 10.14 15.8 2.15 2.307 35.99
bw_convolution_row three/8 41.31 7.032 9.621 0 1.245 23.99
bw_convolution_row threeBlock/8 140.5 28.25 48.32 14.68 5.996 35.68
bw_convolution_row threeBlock/narrow 204.1 33.69 50.11 19.51 7.301 35.92 1.11e-11 0.004881
bw_convolution_row triple 114.1 25.75 40.35 10.37 3.512 0.5514 0 0.06339
bw_convolution_row whole/2 2.964 0.2144 0 0.4869 0.1923 0.2494 0 0.0006365
bw_convolution_row whole/4 2.729 0.1813 0 0.5038 0.1285 0.2358 0 0.0008731
bw_convolution_row whole/8 2.263 0.1762 0 0.4732 0.1947 0.2505 0 0.0006143
bw_convolution_row wholeOdd/2 18.88 2.061 0.5323 1.028 0.9295 0.005752 0 0.000316
bw_convolution_row wholeOdd/4 4.628 0.3982 0.01525 0.5494 0.343 0.2185 0 0.001281
bw_convolution_row wholePixel 28.92 6.845 12.94 2.553 0.8214 0.232 0 0.0307
bw_convolution_row wholeRun 38.46 5.738 1.653 1.288 6.205 0.4617
bw_depthwise_row block 149.5 38.67 23.72 21.09 7.759 2.483 0.1099 0.1176
bw_depthwise_row edge/8 209.9 30.93 32.17 14.04 20.35 0 3.954
bw_depthwise_row edge/narrow 241.3 36.73 29.93 17.96 23.01 10.73 4.007
bw_depthwise_row edgeTap/2 3.907 0.1024 0 0 0.1784 1.951 0.002672 0.001388
bw_depthwise_row edgeTap/4 6.94 1.07 0.381 0.2388 0.4733 2.077
bw_depthwise_row edgeTap/8 8.188 2.258 0.5961 0.6995 0.7067 2.779
bw_depthwise_row pixel/8 32.94 7.453 5.645 1.351 0.03189 7.843 0.008594 0.006504
bw_depthwise_row pixel/narrow 58.25 11.24 7.407 3.52 1.472 9.236
bw_depthwise_row point 17.37 2.862 0 1.312 1.254 0.3138 0.02065 0.01596
bw_depthwise_row row 249.8 52.62 42.97 19.82 23.52 0 0.3331 1.456
bw_depthwise_row single 91.52 21.1 2.949 10.59 1.497 2.946 0.0008762 0.1035
bw_depthwise_row singleTap/2 51.11 7.482 0.03066 0.2528 1.692 1.162
bw_depthwise_row singleTap/4 51.58 7.254 0 0.3317 2.274 1.056
bw_depthwise_row singleTap/8 48.64 7.447 0.04219 0.4762 2.034 1.069 0.0003479 0.003748
bw_depthwise_row tap/2 10.39 1.969 2.025 0 0.2353 3.694
bw_depthwise_row tap/4 10.2 1.905 1.954 0 0.2778 3.788
bw_depthwise_row tap/8 7.412 1.749 1.838 0 0.2778 3.554
bw_depthwise_row threeBlock/2 544.2 108.9 110.9 44.98 21.97 73.94 0 3.099
bw_depthwise_row threeBlock/3 690 110.9 96.99 48.09 32.52 47.42 0 3.581
bw_depthwise_row threeBlock/4 457.9 88.83 87.44 39.7 22.77 43.8 0 3.352
bw_depthwise_row threeBlock/5 636.4 102.8 85.08 47.54 27.48 32.6 0 3.391
bw_depthwise_row threeBlock/8 327.9 75.48 95.24 29.94 13.55 39.7 0 1.332
bw_depthwise_row threeCut 97.07 4.997 5.044 14.02 28.55 0 0 0.1372
bw_depthwise_row threeEdge 0 0 0 0 0.1156
bw_depthwise_row threeNarrow 31.53 4.755 5.219 2.647 1.883 2.615
bw_depthwise_row threePixel/narrow 91.57 18.62 20.16 2.802 0.1277 26.29 0 0.02496
bw_depthwise_row threePixel/8 77.72 16.27 20.18 2.807 0.3275 26.11 0 0.03538
bw_depthwise_row unpack/2 41.87 5.645 1.073 3.296 4.937 1.253
bw_depthwise_row unpack/3 36.07 4.186 0.3105 2.41 4.201 0.5046 0 0.001303
bw_depthwise_row unpack/4 40.54 5.562 0.7101 3.53 4.734 1.036 0.0001418 0.002188
bw_depthwise_row unpack/5 37.27 4.607 0.2253 3.247 4.178 0.2151
bw_depthwise_row unpack/8 37.35 4.861 0.3624 3.313 4.649 0.9269
bw_gru_codes four/2 67.42 6.034 7 0 1.245 32.15
bw_gru_codes four/3 44.81 5.248 5 0.1121 1.214 20.09
bw_gru_codes four/4 37.56 4.271 5 0.1619 1.48 16.07
bw_gru_codes four/5 32.96 4.462 4 0.1313 0.5607 11.87 0.2254
bw_gru_codes four/8 19.24 1.985 4 0.08986 0.691 8.003 0.01968
bw_gru_codes fours 170.7 28.03 26.49 11.15 9.6 3.336 2.038
bw_gru_codes hidden/2 223.1 39.68 38.49 14.83 13.19 5.516 3.197
bw_gru_codes hidden/4 240.6 41.78 38.49 16.73 14.75 5.301 3.46
bw_gru_codes hidden/8 249.7 40.65 38.49 16.18 13.9 4.793 3.898
bw_gru_codes in/2 30.05 3.316 2.374e-8 1.999 2.749 0 0.1751
bw_gru_codes in/4 21.58 1.788 2.014e-8 1.128 1.338 0 0.1031
bw_gru_codes in/8 17.72 2.165 0 1.216 1.323 0.1418
bw_gru_codes rest/2 126.2 20.4 17.73 6.628 12.5 9.165
bw_gru_codes rest/3 71.53 8.481 4.432 1.851 5.697 4.853 0.2273
bw_gru_codes rest/4 53.64 7.196 3.546 1.409 4.583 4.051 0.01516
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 339.5 45.62 40 57.67 41.58 0 2.181
bw_gru_codes step 0 5.525 45 0 0 2.49 0.6323
bw_gru_codes unit 123.3 20.25 19.14 8.053 6.942 2.418 1.907
bw_join_codes call 113.4 24.57 45.38 12.27 36.26 0 7.343e-9
bw_join_codes copied/4 0 0 0 0 0.6358 0 7.696e-10 2.531e-12
bw_join_codes copied/8 1.78 0.4139 0.2153 0.2635 0.7132 0 1.471e-10 5.511e-12
bw_join_codes copiedRun 74.01 10.47 16.05 7.115 8.949 0 0 1
bw_join_codes in/2 25.07 1.679 0.2274 0.9869 0.8742 0 0.6152
bw_join_codes in/4 25.5 1.647 0.1882 0.9717 0.8252 0 0.6152
bw_join_codes in/8 23.05 1.743 0.2905 0.9918 1.107 0 0.6152 9.315e-13
bw_join_codes inOdd/2 70.3 7.763 1.533 4.277 1.459 0 0.5513
bw_join_codes inOdd/4 141.8 17.62 1.433 7.773 10.87 0 0.5513
bw_join_codes out/2 12.78 1.181 0.0832 0.579 0.633 0 0.1959
bw_join_codes out/4 16.73 1.168 0.2384 0.6273 0.6188 0 0.3848 1.679e-12
bw_join_codes out/8 14.74 1.069 0.163 0.6178 0.6423 0 0.3848
bw_join_codes outOdd/2 818 75.59 5.325 37.05 40.51 0 12.54
bw_join_codes outOdd/4 59.01 6.561 1.272 3.589 1.329 0 0.4487
bw_join_codes run 127.7 28.29 36.14 13.21 13.62 0 4.397e-9 2.427e-11
bw_lookup_codes call 60.01 15.34 18 9.883 1.41
bw_lookup_codes chunk 107 11.7 18 3.223 9.943
bw_lookup_codes in/2 4.668 0.5951 1.029e-9 0.6281 0.6713
bw_lookup_codes in/4 5.005 0.6041 5.985e-9 0.6333 0.5998
bw_lookup_codes in/8 2.204 0.589 0 0.6244 0.5187
bw_lookup_codes out/2 4.949 0.7883 8.344e-8 0.8326 0.7373
bw_lookup_codes out/4 5.066 0.794 8.538e-8 0.8363 0.7967
bw_lookup_codes out/8 2.656 0.7802 8.369e-8 0.8279 0.6797
bw_lstm_codes four/2 85.24 8.811 5.489 1.283 1.839 31.98
bw_lstm_codes four/3 47.72 5.173 3.661 0.1293 1.208 19.98
bw_lstm_codes four/4 37.84 4.048 3.916 0 1.015 15.98
bw_lstm_codes four/5 30.53 4.11 3.47 0.05254 1.071 11.99 9.284e-10
bw_lstm_codes four/8 19.64 1.978 3.655 0.07362 0.7355 7.994 5.112e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.000003835
bw_lstm_codes hidden/2 417.2 69.3 72.22 25.57 24.39 7.634 6.066
bw_lstm_codes hidden/4 384 62.64 62.8 21.76 23.76 7.473 6.066
bw_lstm_codes hidden/8 381.2 62.23 63.08 21.43 23.62 7.477 6.066
bw_lstm_codes in/2 12.39 0.5746 0 0.4653 0.6486
bw_lstm_codes in/4 17.18 1.654 0.6641 1.081 0.7556 0.01152
bw_lstm_codes in/8 17.65 1.697 0.7314 1.154 0.6795 0.01269
bw_lstm_codes rest/2 78.84 9.69 6.62 1.208 8.773 8.108 2.513e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 49.85 6.609 3.274 1.192 4.706 4.054 9.599e-8
bw_lstm_codes rest/5 40.64 5.569 3.069 1.007 3.494 3.051 1.073e-7
bw_lstm_codes rest/8 23.76 2.868 3.401 1.291 1.722 2.066 1.376e-7
bw_lstm_codes sequence 435.1 45.26 37.29 67.13 58.79 0 4
bw_lstm_codes step 63.35 24.17 0 0 0 2.455
bw_lstm_codes unit 185.3 30.28 30.71 10.47 11.45 3.62 2.934
bw_max_pool_row chunk 0 0 12.8 0 2.335
bw_max_pool_row chunkTap 55.66 9.489 8.049 1.935 7.324 2.027
bw_max_pool_row in/2 9.342 1.095 0.002077 1.093 1.057
bw_max_pool_row in/4 9.869 1.176 0.002246 1.18 1.02 0.00004439
bw_max_pool_row in/8 7.099 1.162 0.002256 1.162 1.023
bw_max_pool_row inOdd/2 10.11 1.61 0 1.69
bw_max_pool_row inOdd/4 12.34 1.932 0.0335 1.73 0 0.02096
bw_max_pool_row out/2 0 0 0 0 0 0.00264
bw_max_pool_row out/4 0.8522 0 0.01101 0 0.1603 0.005633
bw_max_pool_row out/8 0 0 0.01307 0 0 0.004395
bw_max_pool_row outOdd/2 35.54 4.665 0.5966 2.088 1.77
bw_max_pool_row outOdd/4 43.93 6.877 0.1193 6.158 0 0.07461
bw_max_pool_row pixel 67.8 10.48 2.654 8.858 0 0.8987
bw_max_pool_row rest 7.383 1.406 0 1.505 1.591
bw_max_pool_row row 132.2 23.57 31.75 12.74 21.57
bw_multiply_codes call 105.2 27.14 21 22.85 5.425 0 1.941e-9
bw_multiply_codes chunk 137.1 23.02 26 8.465 21.84 1.053 3.234e-10 0.9113
bw_multiply_codes in/2 10.8 1.107 0 0.3778 0.4147 0.2578 0.265
bw_multiply_codes in/4 12.2 1.253 3.729e-10 0.426 0 0.2644 0.265
bw_multiply_codes in/8 8.83 1.236 0 0.4451 0.3852 0.2578 0.265
bw_multiply_codes out/2 14.87 1.899 1.202e-10 0.7102 0.5456 0.3748 0.3815
bw_multiply_codes out/4 13.98 1.781 0 0.6523 0.7627 0.3669 0.3815
bw_multiply_codes out/8 11.83 1.712 2.294e-10 0.5988 0.4587 0.3698 0.3815
bw_multiply_codes second/2 14.24 1.711 0 0.6325 0.6372 0.34 0.3535
bw_multiply_codes second/4 13.66 1.529 2.657e-10 0.5079 0.1617 0.3339 0.3535
bw_multiply_codes second/8 11.56 1.646 1.065e-10 0.5915 0.4564 0.3454 0.3535
bw_normalize_codes call 777.1 125.5 38.51 85.59 91.31 1.183e-8 1.094 4.516e-10
bw_normalize_codes in/2 53.75 8.494 0.1888 0.9636 2.156 0.9819 1.954 4.824e-12
bw_normalize_codes in/4 49.75 7.932 0.03163 0.5504 1.116 0.9819 1.965
bw_normalize_codes in/8 47.32 7.587 0 0.3962 1.157 0.9819 1.958 1.933e-12
bw_normalize_codes out/2 50.44 8.041 0.02654 0.6357 1.824 1.018 2.038 6.165e-12
bw_normalize_codes out/4 50.25 7.994 0.02104 0.6361 1.878 1.018 2.04
bw_normalize_codes out/8 51.21 8.202 0 0.449 0.8003 1.018 2.026 2.605e-13
bw_normalize_codes span 280.5 20.96 3.234 13.45 16.16 1 1.737 1
bw_pad_row code/2 2.905 0.2788 0.2653 0.2136 0.1621
bw_pad_row code/4 1.683 0.2524 0.1658 0.2152 0.1453 0.004177 0 0.004177
bw_pad_row code/8 1.065 0.3283 0.1515 0.2972 0.09989 0.003235 0 0.003235
bw_pad_row codeOdd/2 19.21 2.695 2.132 1.526 1.096 0.02206 0 0.02206
bw_pad_row codeOdd/4 6.962 0.9077 0.002349 0.4885 0.1818
bw_pad_row row 0 0 0 0.3497
bw_pad_row run 170.8 25.75 46.66 19.31 25.22 0.4487 0 0.4487
bw_rescale_codes call 81.76 16.4 19 10.43
bw_rescale_codes chunk 59.45 15.42 19 6.335 53.31 0 1.029e-7
bw_rescale_codes in/2 22.64 1.389 1.124e-9 0.8246 0 0 0.5659
bw_rescale_codes in/4 23.46 1.39 0 0.8256 0.03434 0 0.5659
bw_rescale_codes in/8 20.64 1.391 1.047e-9 0.827 0.06535 0 0.5659
bw_rescale_codes out/2 18.95 1.076 7.852e-8 0.6384 0 0 0.4341
bw_rescale_codes out/4 18.35 1.066 7.504e-8 0.6332 0.08912 0 0.4341
bw_rescale_codes out/8 15.94 1.067 7.353e-8 0.6342 0.01854 0 0.4341
bw_resize_row code/2 0.1068 0.03029 0 0.03113 0.00977 9.857e-11 0 9.857e-11
bw_resize_row code/4 0.2188 0.1076 0 0.1105 0 8.587e-11 0 8.587e-11
bw_resize_row code/8 0.5506 0.1945 0.001091 0.1944 0.0189 8.314e-11 0 8.314e-11
bw_resize_row row 47.03 11.37 16.39 10.23 0.5239 3.443e-9 0 3.443e-9
bw_resize_row run 68.36 12.12 21.11 5.021 11.59 1 0 1
bw_rnn_codes four/2 79.92 5.799 6.913 1.348 3.405 32 4.427e-9
bw_rnn_codes four/3 50.29 4.678 4.98 0.654 2.201 20 1.37e-8
bw_rnn_codes four/4 36.16 3.574 5.055 0 0.8573 16 1.63e-8
bw_rnn_codes four/5 30.76 3.786 3.978 0.2412 1.384 12 1.45e-9
bw_rnn_codes four/8 20.37 1.764 3.951 0.2576 0.9858 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.00001484
bw_rnn_codes hidden/2 147.1 21.27 16.57 9.132 11.04 2.594 2.226
bw_rnn_codes hidden/4 142.1 21.27 16.97 8.2 9.704 2.601 2.226
bw_rnn_codes hidden/8 137.2 21.29 16.71 7.523 8.341 2.597 2.226
bw_rnn_codes in/2 18.29 2.147 0.001349 0.986 0.688 0.00002213
bw_rnn_codes in/4 20.64 2.149 0 1.465 1.269
bw_rnn_codes in/8 21.26 2.039 0 1.651 1.545
bw_rnn_codes rest/2 108.8 14.05 11.91 4.461 11.23 8.195 0.000001464
bw_rnn_codes rest/3 54.47 8.884 7.269 0.6054 2.629 5.119 8.821e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 39.07 5.146 2.34 0.7029 3.296 3.038 2.855e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 337.7 50.38 43.38 49.17 35.13 0.006198 4
bw_rnn_codes step 0 0 31.06 0 0 3.001 8.575e-8
bw_rnn_codes unit 49.16 7.406 5.816 2.839 3.288 0.9037 0.7745
bw_slice_row code/2 1.571 0.3105 0.5727 0.1585 0.3185 1.207e-10 0 0.0273
bw_slice_row code/4 1.102 0.2722 0.3986 0.1665 0.1634 7.161e-11 0 0.01833
bw_slice_row code/8 1.136 0.3572 0.2825 0.2823 0.1487 5.924e-11 0 0.01348
bw_slice_row row 95.14 19.49 41.56 12.41 15.59 8.038e-9 0 1.067
bw_slice_row run 32.54 5.821 0 1.486 2.147 2
bw_slice_row spread/2 8.07 1.608 0 0.0262 0 1
bw_slice_row spread/4 24.07 4.538 0 0.7954 0.5822 1
bw_slice_row spread/8 20.88 3.958 0 0.6464 0 1
bw_softmax_codes in/2 108.3 7.002 0.01156 2.001 3.271 1 10
bw_softmax_codes in/4 104.9 6.86 0 1.949 4.44 1 10
bw_softmax_codes in/8 100.6 6.997 0.01775 1.999 3.918 1 10
bw_softmax_codes pixel 494.9 11.95 12.42 8.162 52.76 1.352e-9 1.352e-8
bw_sum_codes bytes 37.21 4.462 0.9374 1.848 1.879 0 2
bw_sum_codes call 122 31.07 30.34 21.7 1.817 0 2.38e-9
bw_sum_codes chunk 132.3 26.27 28.98 5.31 13.52 0.8457 8.246e-10 0.8457
bw_sum_codes in/2 11.6 1.156 0 0.5319 0.8529 0 0.6515
bw_sum_codes in/4 14.38 1.281 0.0001039 0.6287 0.6049 0 0.6515
bw_sum_codes in/8 10.98 1.14 0.00049 0.5125 0.5177 0 0.6515
bw_sum_codes out/2 13.19 1.208 0 0.5427 0.67 0 0.6736
bw_sum_codes out/4 13.16 1.216 0.0001419 0.5617 0.6515 0 0.6736
bw_sum_codes out/8 11.58 1.24 0 0.5906 0.5739 0 0.6736
bw_sum_codes second/2 13.47 1.213 0 0.5675 0.5947 0 0.6749
bw_sum_codes second/4 13.32 1.269 0 0.6011 0.5706 0 0.6749
bw_sum_codes second/8 9.782 1.168 0.0002629 0.5149 0.7612 0 0.6749
bw_transpose_codes code/2 41.41 6.372 1.193 2.381 2.256 0.1597
bw_transpose_codes code/4 43.56 6.686 1.486 2.708 2.52 0.2767
bw_transpose_codes code/8 40.48 6.24 1.042 2.242 2.135 0.1141
`,
    3: `
bw_average_pool_row chunk 0 0 0 26.61 0 0 1.139e-9
bw_average_pool_row chunkTap 12.13 2.755 0.442 0.1517 0.9704 0.1269
bw_average_pool_row in/2 11.57 1.61 0.3168 1.284 1.333 0.1016 2.034e-11
bw_average_pool_row in/4 11.64 1.596 0.3384 1.268 1.444 0.1035 1.133e-11
bw_average_pool_row in/8 1.457 0.2171 0 0.01301 0.2467 0 4.371e-12
bw_average_pool_row inOdd/2 44.19 8.656 5.072 3.059 3.388 1.691
bw_average_pool_row inOdd/4 21.75 3.144 1.016 2.032 2.036 0.3395
bw_average_pool_row out/2 33.01 2.61 0.3817 1.725 0.8225 0.07916 1
bw_average_pool_row out/4 29.8 1.792 0 1.653 1.413 0 1
bw_average_pool_row out/8 35.47 3.956 0 3.022 1.629 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 268.3 34.44 23.53 22.31 27.89 3.563
bw_average_pool_row rest 25.75 4.965 2.073 2.351 4.076 0.7375
bw_average_pool_row row 177.7 40.2 37.64 10.75 8.972 1.257
bw_convolution_row any/2 5.029 0.4251 0 0.6181 0.1395 0.1891 0.0006722
bw_convolution_row any/4 4.904 0.3333 0 0.6426 0.2905 0.1546
bw_convolution_row any/8 4.679 0.3177 0.1781 0.6518 0.3493 0.1847
bw_convolution_row anyOdd/2 6.983 1.065 0 0.1954 0.6581 0.1117
bw_convolution_row anyOdd/4 12.13 1.958 0.03874 0.4787 1.115 0.1905
bw_convolution_row anyPixel 132.3 27.08 30.51 12.93 11.96 2.224 0 0.02183
bw_convolution_row anyTap 17.84 3.357 2.81 1.038 2.033 0.08077
bw_convolution_row group 0 48.27 28.64 0 0 1.087 0 5.313
bw_convolution_row one/2 74.29 6.425 6.891 0.1074 1.131 32.02
bw_convolution_row one/3 48.2 5.264 5.054 0.01996 1.059 20.01
bw_convolution_row one/4 38.41 4.173 4.991 0.0148 0.9188 16.01
bw_convolution_row one/5 30.59 4.148 4.084 0.005318 1.035 12.02
bw_convolution_row one/8 19.84 2.23 3.983 0.002311 0.4968 8.036 0 0.0001831
bw_convolution_row oneBlock/8 85.48 20.36 20.58 5.226 2.393 11.88 0 0.009997
bw_convolution_row oneBlock/narrow 120.8 23.23 19.79 7.565 13.04 11.69 0 0.01983
bw_convolution_row rest/2 49.79 10.42 0.7235 2.057 1.396 8.195
bw_convolution_row rest/3 32.3 6.232 0.3659 0.3134 1.756 4.899 0.007196 0.007136
bw_convolution_row rest/4 22.58 5.273 0.0255 0.006885 1.113 4.011 0.001171 0.002401
bw_convolution_row rest/5 18.15 3.254 0 0.02217 1.102 2.999 0.0136
bw_convolution_row rest/8 14.6 2.117 0 0 1.168 2.037 0.0003803
bw_convolution_row restChannel 77.5 13.39 17.62 3.406 3.995 4.116 0.2463 0.07095
bw_convolution_row row 237.5 0 0 42.02 19.21
bw_convolution_row single 63.28 15.67 27.17 3.821 6.391 0.6524 0.3396 0.1247
bw_convolution_row three/2 155.3 20.06 35.4 2.079 2.459 96.04 0 0.005777
bw_convolution_row three/3 101.5 14.07 23.7 2.057 2.025 60.01
bw_convolution_row three/4 86.02 12.32 19.86 2.194 2.431 48
bw_convolution_row three/5 66.17 10.19 15.84 2.114 2.222 36
bw_convolution_row three/8 41.46 7.08 9.668 0 1.089 23.99
bw_convolution_row threeBlock/8 140.3 29.09 48.23 14.66 5.74 35.59
bw_convolution_row threeBlock/narrow 189.6 34.47 49.26 19.33 4.779 35.89 0 0.004479
bw_convolution_row triple 110.5 24.37 40.9 8.341 7.087 1.28 0 0.05559
bw_convolution_row whole/2 2.951 0.2079 0 0.4901 0.2141 0.2502 0 0.0006199
bw_convolution_row whole/4 2.682 0.1061 0 0.5177 0.169 0.2339 0.001166 0.0009156
bw_convolution_row whole/8 2.257 0.1666 0 0.4749 0.2184 0.2507 0 0.0005562
bw_convolution_row wholeOdd/2 15.5 1.562 0.3509 0.9927 1.494 0.006565 0.00178 0.0002848
bw_convolution_row wholeOdd/4 4.594 0.3722 0 0.5728 0.3812 0.2135 0 0.001199
bw_convolution_row wholePixel 28.65 6.738 12.83 1.759 1.823 0.2605 0 0.03088
bw_convolution_row wholeRun 40.56 7.146 2.203 0.6706 5.781 0.2936
bw_depthwise_row block 147.2 38.67 23.49 21.68 7.194 2.378 0.1102 0.1229
bw_depthwise_row edge/8 145.5 27.1 32.95 7.087 11.81 0.7148
bw_depthwise_row edge/narrow 177.3 32.5 30.2 11.12 14.22 11.1 0.01054
bw_depthwise_row edgeTap/2 3.795 0.0771 0 0 0.1711 1.899 0.002555 0.001482
bw_depthwise_row edgeTap/4 6.833 1.034 0.363 0.2262 0.4651 2.062
bw_depthwise_row edgeTap/8 8.108 2.221 0.5815 0.6887 0.7006 2.752
bw_depthwise_row pixel/8 33.5 7.627 5.81 1.274 0.08594 7.916 0.008561 0.006921
bw_depthwise_row pixel/narrow 58.76 11.33 7.296 3.585 1.5 9.327
bw_depthwise_row point 17.72 2.82 0 1.36 1.126 0.2801 0.01954 0.01724
bw_depthwise_row row 235.4 52.13 43.13 20.09 20.96 0 0.3229 1.422
bw_depthwise_row single 91.77 21.06 2.973 10.5 1.473 2.809 0.001676 0.1058
bw_depthwise_row singleTap/2 51.1 7.476 0.02619 0.2667 1.707 1.182
bw_depthwise_row singleTap/4 51.56 7.254 0 0.3356 2.273 1.063
bw_depthwise_row singleTap/8 48.39 7.438 0.03842 0.5014 2.007 1.087 0.0002423 0.003802
bw_depthwise_row tap/2 10.33 1.941 2.005 0 0.2706 3.673
bw_depthwise_row tap/4 10.14 1.886 1.941 0.0002024 0.2888 3.766
bw_depthwise_row tap/8 7.272 1.723 1.826 0 0.2585 3.53
bw_depthwise_row threeBlock/2 497.4 108.3 106.7 50.1 13.7 74.16 0 3.109
bw_depthwise_row threeBlock/3 641.4 111.5 94.39 54.97 19.31 47.24 0 3.587
bw_depthwise_row threeBlock/4 408.5 89.05 84.47 47.03 9.979 43.83 0 3.362
bw_depthwise_row threeBlock/5 591.8 102.5 81.17 52.08 18.84 32.44 0 3.401
bw_depthwise_row threeBlock/8 298.5 74.96 90.69 34.28 8.822 39.53 0 1.334
bw_depthwise_row threeCut 38.72 7.002 9.6 15.38 13.7 0 0 0.1537
bw_depthwise_row threeEdge 0
bw_depthwise_row threeNarrow 29.56 4.584 5.218 2.802 0.9474 2.597
bw_depthwise_row threePixel/narrow 92.21 18.66 20.14 2.527 0.3575 26.33 0 0.02485
bw_depthwise_row threePixel/8 78.01 16.31 20.19 2.614 0.3587 26.12 0 0.03504
bw_depthwise_row unpack/2 42.7 5.815 1.102 3.403 4.063 1.417
bw_depthwise_row unpack/3 35.98 4.186 0.3114 2.357 3.198 0.5179 0 0.0011
bw_depthwise_row unpack/4 40.5 5.631 0.7224 3.552 3.715 1.094 0 0.001736
bw_depthwise_row unpack/5 37.26 4.647 0.2331 3.26 3.176 0.224
bw_depthwise_row unpack/8 37.63 4.913 0.3618 3.347 3.724 0.9961
bw_gru_codes four/2 67.19 6.213 6.942 0 1.019 32.15
bw_gru_codes four/3 44.52 5.283 4.941 0.1369 0.9545 20.09
bw_gru_codes four/4 36.74 4.034 4.974 0.06721 1.2 16.07
bw_gru_codes four/5 33.11 4.395 4.012 0.08734 0.4001 11.87 0.2235
bw_gru_codes four/8 18.94 1.973 3.977 0.07478 0.516 8.003 0.01938
bw_gru_codes fours 155.4 25.07 26.56 8.816 6.705 3.341 2.059
bw_gru_codes hidden/2 204.8 35.88 38.49 11.88 11.4 5.506 3.187
bw_gru_codes hidden/4 217.5 36.71 38.46 13.4 10.55 5.295 3.44
bw_gru_codes hidden/8 226.4 36.25 38.42 12.72 9.555 4.784 3.885
bw_gru_codes in/2 25.35 2.373 0.0824 1.316 0.6454 0 0.1772
bw_gru_codes in/4 20.83 1.922 0.01079 1.041 0.9951 0 0.1059
bw_gru_codes in/8 17.61 2.041 0.08999 1.105 1.295 0.1422
bw_gru_codes rest/2 106 20.4 20.7 9.27 5.681 9.166
bw_gru_codes rest/3 51.57 8.581 5.03 1.972 2.679 4.852 0.2279
bw_gru_codes rest/4 34.57 7.324 4.069 0.8868 1.473 4.051 0.01566
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 305.4 35.87 40.38 58.37 35.55 0 2.12
bw_gru_codes step 0 14.26 42.2 0 0 2.5 0.687
bw_gru_codes unit 112.1 18.08 19.15 6.359 4.837 2.419 1.905
bw_join_codes call 114.9 24.52 44.96 12.29 31.95 0 7.284e-9
bw_join_codes copied/4 0 0 0 0 0.4573 0 7.749e-10 2.537e-12
bw_join_codes copied/8 1.973 0.4052 0.2036 0.2528 0.6731 0 1.486e-10 5.425e-12
bw_join_codes copiedRun 71.62 11.64 16.25 7.365 11.76 0 0 1
bw_join_codes in/2 23.91 2.283 0.1963 0.9759 1.407 0 0.6156
bw_join_codes in/4 24.27 2.253 0.1627 0.9623 1.479 0 0.6156
bw_join_codes in/8 22.34 2.345 0.2599 0.9776 1.736 0 0.6156 9.278e-13
bw_join_codes inOdd/2 67.68 8.144 0.992 4.213 2.181 0 0.551
bw_join_codes inOdd/4 146.3 18.14 1.446 7.683 10.99 0 0.551
bw_join_codes out/2 12.48 1.372 0.07772 0.5741 0.8352 0 0.1957
bw_join_codes out/4 16.09 1.539 0.221 0.6141 1 0 0.3844 1.737e-12
bw_join_codes out/8 14.18 1.443 0.1434 0.6087 1.016 0 0.3844
bw_join_codes outOdd/2 798.8 87.84 4.974 36.74 53.45 0 12.52
bw_join_codes outOdd/4 57.03 6.877 0.831 3.539 1.91 0 0.449
bw_join_codes run 130.2 26.53 33.75 15.4 11.27 0 4.424e-9 2.427e-11
bw_lookup_codes call 60.66 15.35 18 9.887 1.509
bw_lookup_codes chunk 110.9 11.79 16 3.278 10.42
bw_lookup_codes in/2 4.18 0.597 9.646e-10 0.6306 0.5759
bw_lookup_codes in/4 4.293 0.6049 5.129e-9 0.6353 0.6311
bw_lookup_codes in/8 2.181 0.5907 0 0.6269 0.5168
bw_lookup_codes out/2 4.847 0.7836 7.49e-8 0.8284 0.7239
bw_lookup_codes out/4 4.965 0.7891 7.664e-8 0.832 0.7838
bw_lookup_codes out/8 2.549 0.7754 7.509e-8 0.8237 0.6655
bw_lstm_codes four/2 87.2 8.844 5.074 1.893 1.867 31.98
bw_lstm_codes four/3 46.55 5.093 3.348 0.1709 0.7791 19.98
bw_lstm_codes four/4 37.17 4.008 3.738 0 0.7843 15.98
bw_lstm_codes four/5 30.19 4.082 3.39 0.06128 0.9247 11.99 9.357e-10
bw_lstm_codes four/8 19.3 1.949 3.61 0.07827 0.5909 7.994 5.177e-10
bw_lstm_codes fours 0 0 0 0 0 0 0.000003764
bw_lstm_codes hidden/2 390.7 61.72 75.42 22.58 19.42 7.635 6.062
bw_lstm_codes hidden/4 343.5 54.35 64.5 16.93 15.55 7.47 6.062
bw_lstm_codes hidden/8 343.1 54.12 64.9 16.65 16.29 7.474 6.062
bw_lstm_codes in/2 10.82 0.5216 0 0.1645 0.442
bw_lstm_codes in/4 17.94 1.723 0.7186 1.072 1.114 0.01195
bw_lstm_codes in/8 18.07 1.74 0.7754 1.131 0.9107 0.01301
bw_lstm_codes rest/2 53.35 9.657 8.062 3.311 1.824 8.106 2.438e-7
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 31.38 6.658 3.908 0.9277 1.987 4.054 9.42e-8
bw_lstm_codes rest/5 25.64 4.632 2.749 0.7097 2.057 3.051 1.054e-7
bw_lstm_codes rest/8 23.65 3.944 2.985 0.8961 2.122 2.066 1.351e-7
bw_lstm_codes sequence 326.5 41.62 37.79 60.79 19.75 0 4
bw_lstm_codes step 86.22 25.33 0 0 5.499 2.443
bw_lstm_codes unit 167.3 26.4 31.65 8.206 7.93 3.625 2.938
bw_max_pool_row chunk 0 0 12.76 0 3.128
bw_max_pool_row chunkTap 56.18 9.499 6.049 1.939 7.41 2.027
bw_max_pool_row in/2 8.868 1.096 0.00213 1.094 0.8553
bw_max_pool_row in/4 9.196 1.177 0.002266 1.18 1.069
bw_max_pool_row in/8 7.074 1.162 0.002257 1.162 1.019
bw_max_pool_row inOdd/2 10.35 1.608 0 1.689
bw_max_pool_row inOdd/4 12.71 1.94 0.03452 1.74 0 0.0209
bw_max_pool_row out/2 0 0 0 0 0.3677 0.00263
bw_max_pool_row out/4 0.8282 0 0.01138 0 0.1227 0.005783
bw_max_pool_row out/8 0 0 0.01385 0 0 0.004358
bw_max_pool_row outOdd/2 35.53 4.672 0.5965 2.09 1.525
bw_max_pool_row outOdd/4 45.25 6.903 0.1228 6.194 0 0.07439
bw_max_pool_row pixel 67.04 8.386 2.693 8.762 0 0.8985
bw_max_pool_row rest 7.125 1.405 0 1.505 1.549
bw_max_pool_row row 131 23.62 31.76 12.81 21.55
bw_multiply_codes call 86.55 28.01 21 24.08
bw_multiply_codes chunk 136.4 22.48 22 6.471 22.42 1.071 0 0.8485
bw_multiply_codes in/2 6.807 0.3711 0 0.4007 0.4908 0.2551
bw_multiply_codes in/4 7.557 0.4495 3.611e-10 0.432 0.2459 0.2588
bw_multiply_codes in/8 4.837 0.4302 1.738e-11 0.4373 0.5163 0.2541
bw_multiply_codes out/2 9.069 0.7156 1.495e-10 0.6897 0.7971 0.3767
bw_multiply_codes out/4 8.64 0.6294 0 0.6487 1.113 0.3696
bw_multiply_codes out/8 6.3 0.5885 2.401e-10 0.6157 0.7038 0.3713
bw_multiply_codes second/2 7.625 0.6202 0 0.6198 0.2835 0.3409
bw_multiply_codes second/4 8.035 0.5039 2.316e-10 0.5404 0.4676 0.3349
bw_multiply_codes second/8 6.503 0.583 9.439e-11 0.5917 0.7581 0.3461
bw_normalize_codes call 813 169.1 16.69 108.1 66.11 1.173e-8 1.25 5.244e-10
bw_normalize_codes in/2 55.78 8.813 0.008218 1.112 1.997 0.9825 1.954 4.951e-12
bw_normalize_codes in/4 51.39 7.982 0 0.5734 1.115 0.9825 1.965
bw_normalize_codes in/8 48.94 7.537 0.004027 0.366 1.205 0.9825 1.959 1.793e-12
bw_normalize_codes out/2 52.27 8.097 0 0.6625 1.784 1.018 2.036 6.364e-12
bw_normalize_codes out/4 52.17 8.065 0 0.6733 1.839 1.018 2.039
bw_normalize_codes out/8 52.72 8.188 0.01428 0.4414 0.8522 1.018 2.023
bw_normalize_codes span 225.2 21.09 3.242 16.6 3.36 1 1.758 1
bw_pad_row code/2 2.904 0.2781 0.265 0.2135 0.1621
bw_pad_row code/4 1.688 0.2565 0.1659 0.2152 0.1453 0.004179 0 0.004179
bw_pad_row code/8 1.069 0.3314 0.1515 0.2972 0.09991 0.003236 0 0.003236
bw_pad_row codeOdd/2 18.88 2.57 1.699 1.526 1.053 0.02207 0 0.02207
bw_pad_row codeOdd/4 6.958 0.903 0.002442 0.4886 0.1819
bw_pad_row row 0 0 0 0.3577
bw_pad_row run 171.3 26.21 46.65 19.31 25.22 0.4486 0 0.4486
bw_rescale_codes call 146.1 15.4 18 13.43 23.06
bw_rescale_codes chunk 0 14.44 17 5.351 32.14 0 1.106e-7
bw_rescale_codes in/2 22.24 1.956 1.06e-9 0.8249 0.5969 0 0.5663
bw_rescale_codes in/4 22.14 1.957 0 0.8259 0.1302 0 0.5663
bw_rescale_codes in/8 20.18 1.958 1.057e-9 0.8272 0.3439 0 0.5663
bw_rescale_codes out/2 18.01 1.508 7.402e-8 0.6375 0 0 0.4337
bw_rescale_codes out/4 17.88 1.499 7.076e-8 0.6324 0.611 0 0.4337
bw_rescale_codes out/8 15.53 1.5 6.934e-8 0.6334 0.747 0 0.4337
bw_resize_row code/2 0.1067 0.03027 0 0.03111 0.00978 9.868e-11 0 9.868e-11
bw_resize_row code/4 0.2188 0.1076 0 0.1106 0 8.605e-11 0 8.605e-11
bw_resize_row code/8 0.5506 0.1945 0.001093 0.1944 0.01888 8.316e-11 0 8.316e-11
bw_resize_row row 47.02 11.36 16.39 10.22 0.5286 3.427e-9 0 3.427e-9
bw_resize_row run 69.36 13.12 21.11 5.022 11.59 1 0 1
bw_rnn_codes four/2 74.58 6.044 6.89 1.276 1.208 32 2.373e-9
bw_rnn_codes four/3 47.36 5.069 4.975 0.6092 0.8925 20 8.913e-9
bw_rnn_codes four/4 36.28 3.695 5.063 0 1.064 16 1.077e-8
bw_rnn_codes four/5 29.79 3.932 3.971 0.2189 0.9974 12 8.007e-10
bw_rnn_codes four/8 19.22 1.851 3.94 0.2416 0.4967 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.00000958
bw_rnn_codes hidden/2 120.7 17.32 16.55 7.121 7.098 2.595 1.484
bw_rnn_codes hidden/4 118.7 17.58 17.04 6.25 6.754 2.602 1.484
bw_rnn_codes hidden/8 116.3 17.52 16.73 5.584 6.405 2.598 1.484
bw_rnn_codes in/2 19.22 2.073 0 1 1.041
bw_rnn_codes in/4 20.3 2.046 0 1.46 1.172
bw_rnn_codes in/8 20.64 1.978 0 1.642 1.306
bw_rnn_codes rest/2 84.98 14.62 13.87 7.276 3.936 8.195 9.459e-7
bw_rnn_codes rest/3 44.42 9.17 8.447 0.6974 3.38 5.119 5.685e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 23.45 4.211 2.108 0.4189 1.367 3.038 1.843e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 293.2 44.35 42.49 46.93 22.66 0.006935 4
bw_rnn_codes step 0 9.505 31.02 0 0 3 5.274e-8
bw_rnn_codes unit 41.07 6.07 5.814 2.155 2.326 0.903 0.5159
bw_slice_row code/2 1.616 0.3145 0.5738 0.1596 0.3214 1.179e-10 0 0.02735
bw_slice_row code/4 1.134 0.2752 0.4006 0.1673 0.1657 6.974e-11 0 0.01843
bw_slice_row code/8 1.158 0.3592 0.2832 0.2828 0.1501 5.787e-11 0 0.01352
bw_slice_row row 95.68 18.6 41.24 12.44 15.64 7.948e-9 0 1.052
bw_slice_row run 31.89 6.678 0 1.448 2.046 2
bw_slice_row spread/2 7.499 0.7365 0 0.06063 0 1
bw_slice_row spread/4 23.15 3.56 0 0.8013 0.5983 1
bw_slice_row spread/8 20.05 3.005 0 0.6589 0.01869 1
bw_softmax_codes in/2 110.3 9.002 0.01208 2.001 3.285 1 10
bw_softmax_codes in/4 106.8 8.847 0 1.911 4.51 1 10
bw_softmax_codes in/8 102.7 8.996 0.01805 1.998 4.28 1 10
bw_softmax_codes pixel 497.6 13.47 9.401 9.775 52.27 1.355e-9 1.355e-8
bw_sum_codes bytes 37.21 4.46 0.8082 1.848 1.912 0 2
bw_sum_codes call 121.7 31.65 30.28 21.7 1.507 0 2.308e-9
bw_sum_codes chunk 135.5 25.19 24.98 5.312 13.54 0.8392 8.581e-10 0.8392
bw_sum_codes in/2 11.17 1.166 0 0.5328 0.7682 0 0.6527
bw_sum_codes in/4 13.78 1.289 0.0001124 0.6269 0.6249 0 0.6527
bw_sum_codes in/8 10.98 1.15 0.0004279 0.5141 0.5262 0 0.6527
bw_sum_codes out/2 12.89 1.218 0 0.544 0.6499 0 0.6737
bw_sum_codes out/4 12.89 1.231 0.0001183 0.5621 0.6384 0 0.6737
bw_sum_codes out/8 11.32 1.243 0 0.5897 0.5834 0 0.6737
bw_sum_codes second/2 13.15 1.215 0 0.5664 0.4954 0 0.6736
bw_sum_codes second/4 12.79 1.282 0 0.5988 0.6174 0 0.6736
bw_sum_codes second/8 9.861 1.163 0.0002285 0.5143 0.7885 0 0.6736
bw_transpose_codes code/2 45.01 5.37 0.1918 2.388 2.087 0.159
bw_transpose_codes code/4 47.33 5.65 0.4546 2.692 2.207 0.2631
bw_transpose_codes code/8 43.92 5.239 0.04146 2.243 2.019 0.1137
`,
    s: `
bw_average_pool_row chunk 111 14.94 14.02 36.24 34.65 0 6.889e-10
bw_average_pool_row chunkTap 47.8 6.677 5.979 1.152 6.045 2.133
bw_average_pool_row in/2 15.21 3.277 0.001278 2.262 1.958 0.04446 1.988e-11
bw_average_pool_row in/4 14.94 3.247 0.001088 2.248 1.372 0.0594 1.351e-11
bw_average_pool_row in/8 11.96 3.26 0.00004901 2.256 1.222 0 1.06e-11
bw_average_pool_row inOdd/2 17.12 4.189 0.01804 3.004 2.055 0.1754
bw_average_pool_row inOdd/4 12.79 3.954 0.003113 2.871 1.006 0.05449
bw_average_pool_row out/2 33.65 2.918 0 2.018 1.586 0.295 1
bw_average_pool_row out/4 33.64 3.105 0 2.13 2.783 0.06317 1
bw_average_pool_row out/8 30.13 3.155 0.02101 2.151 2.512 0 1
bw_average_pool_row outOdd/4 126 0 0 0 23.54 0 1
bw_average_pool_row pixel 107.5 12.79 0 3.382 0 1.776
bw_average_pool_row rest 12.78 3.771 0.03144 2.709 1.512
bw_average_pool_row row 136.3 25.58 31.95 20.57 7.869 1.288 3.104e-11
bw_convolution_row any/2 7.563 0.836 0 0.6661 0.7997 0.2501
bw_convolution_row any/4 7.388 0.7534 0 0.6511 0.8554 0.1518
bw_convolution_row any/8 7.447 0.7035 0.1952 0.6976 1.074 0.1817
bw_convolution_row anyOdd/2 9.105 0.02438 0 0.5103 1.114
bw_convolution_row anyOdd/4 14.16 1.078 0.2892 0.3791 1.59 0.0809
bw_convolution_row anyPixel 125.8 26.43 26.26 13.62 15.22 2.425 0 0.03238
bw_convolution_row anyTap 22.12 4.673 3.643 1.419 2.616 0.211
bw_convolution_row group 0 26.23 20.49 0 0 0.8314 0 5.294
bw_convolution_row one/2 73.72 6.38 6.906 0.06633 1.176 32.03
bw_convolution_row one/3 47.92 5.205 5.039 0.04823 1.195 20.02
bw_convolution_row one/4 38.26 4.105 4.971 0.02028 1.212 16.02
bw_convolution_row one/5 30.43 4.106 4.063 0.01366 1.065 12.02
bw_convolution_row one/8 19.6 2.159 3.968 0.009644 0.6236 8.088 0 0.0001005
bw_convolution_row oneBlock/8 144.4 36.13 20.7 17.96 7.905 11.73 0 0.01028
bw_convolution_row oneBlock/narrow 162.5 38.38 19.65 18.34 8.56 11.41 0 0.02104
bw_convolution_row rest/2 74.34 10.82 0.1705 0 8.879 8.264
bw_convolution_row rest/3 59.28 8.168 0.09925 0.3397 6.997 4.911 0 0.008758
bw_convolution_row rest/4 43.71 6.395 0 0.09786 5.123 4.034 0 0.004304
bw_convolution_row rest/5 35.37 4.905 0 0.05151 4.184 3.027
bw_convolution_row rest/8 15.89 2.39 0 0.09165 2.222 2.066
bw_convolution_row restChannel 78.1 14.08 15.76 4.18 2.338 4.242 0 0.0663
bw_convolution_row row 253.9 26.43 4.929 39.27 23.18
bw_convolution_row single 22.14 7.126 26.69 3.2 6.15 2.323 0 0.1271
bw_convolution_row three/2 153.5 19.4 35.02 1.94 2.265 95.9 0 0.006385
bw_convolution_row three/3 102 13.96 23.51 2.083 2.365 59.96
bw_convolution_row three/4 86.3 12.53 19.75 2.214 2.448 47.95
bw_convolution_row three/5 66.21 10.16 15.81 2.076 2.485 35.95
bw_convolution_row three/8 41.4 7.009 9.57 0.01922 1.15 23.93
bw_convolution_row threeBlock/8 141.9 29.14 48.19 15.03 6.183 36.09
bw_convolution_row threeBlock/narrow 200.7 35.03 50.99 19.26 9.72 36.24 0 0.005811
bw_convolution_row triple 115.8 29.18 37.68 18 9.431 0.8542 0 0.06213
bw_convolution_row whole/2 3.647 0.4385 0 0.4765 0.2826 0.2482 0 0.0006235
bw_convolution_row whole/4 3.087 0.4005 0 0.447 0.1974 0.2291 0 0.0008908
bw_convolution_row whole/8 3.503 0.4284 0 0.4744 0.4522 0.2461 0 0.0006066
bw_convolution_row wholeOdd/2 19.43 1.993 0.5071 0.9437 1.872 0 0 0.000243
bw_convolution_row wholeOdd/4 5.153 0.6135 0.01879 0.5189 0.3652 0.2157 0 0.001268
bw_convolution_row wholePixel 25.89 7.211 12.23 4.543 2.206 0.327 0 0.03163
bw_convolution_row wholeRun 55.14 9.338 2.299 3.25 6.165 0.5725
bw_depthwise_row block 147.3 40.51 22.33 18.03 5.901 2.714 0 0.01117
bw_depthwise_row edge/8 207.7 32.93 30.36 18.28 21.52 2.398
bw_depthwise_row edge/narrow 237.5 34.04 28.29 21.07 24.08 13.24
bw_depthwise_row edgeTap/2 5.173 0 0 0 0.5822 1.869
bw_depthwise_row edgeTap/4 8.542 0.4812 0 0.1912 0.9899 2.024
bw_depthwise_row edgeTap/8 10.24 1.037 0.07858 0.5797 1.257 2.709
bw_depthwise_row pixel/8 32.04 7.419 5.741 1.157 0 7.695
bw_depthwise_row pixel/narrow 60.85 11.76 7.363 4.165 1.965 9.104
bw_depthwise_row point 13.51 2.454 0 1.053 2.395 0.354
bw_depthwise_row row 317 59.03 39.83 35.46 38.23 0 0 3.058
bw_depthwise_row single 77.99 18.69 2.009 6.871 2.321 3.683 0 0.08281
bw_depthwise_row singleTap/2 70.65 11.89 0 4.724 4.89 3.132
bw_depthwise_row singleTap/4 71.66 12.06 0 5.026 5.559 2.941
bw_depthwise_row singleTap/8 68.22 11.87 0.02674 4.731 5.223 2.976 0 0.00521
bw_depthwise_row tap/2 10.34 2.015 2.016 0 0.1798 3.729
bw_depthwise_row tap/4 10.14 1.951 1.96 0 0.2413 3.817
bw_depthwise_row tap/8 7.483 1.784 1.84 0 0.2421 3.577
bw_depthwise_row threeBlock/2 728 147 28.87 73.66 69.75 15.2
bw_depthwise_row threeBlock/3 645 131.7 22.71 63.31 61.91 0.5775
bw_depthwise_row threeBlock/4 662.1 136.4 21.26 70.87 59.35
bw_depthwise_row threeBlock/5 762.3 151.4 28.58 78.44 70.12 8.675
bw_depthwise_row threeBlock/8 781 158 31.58 91.85 66.03 13.95 0 0.009348
bw_depthwise_row threeCut 0
bw_depthwise_row threeEdge 212.7 23.43 11.86 27.51 30.11 0 0 0.01008
bw_depthwise_row threeNarrow 15.63 1.722 0 2.023 1.083
bw_depthwise_row threePixel/narrow 126.5 25.72 23.96 1.963 2.752 41.03
bw_depthwise_row threePixel/8 102.9 24.17 23.1 0.9186 2.045 40.02
bw_depthwise_row unpack/2 60.58 11.18 1.037 5.927 6.151 1.245
bw_depthwise_row unpack/3 53.3 9.758 0.2843 4.912 5.4 0.6168 0 0.002428
bw_depthwise_row unpack/4 60.85 11.1 0.5916 6.648 5.615 1.043 0 0.002873
bw_depthwise_row unpack/5 54.99 10.2 0.1423 5.954 5.403 0.1017
bw_depthwise_row unpack/8 59.98 11.14 0.3077 7.335 4.885 0.9648
bw_gru_codes four/2 67.06 5.9 6.112 0.04277 0.4932 32.15
bw_gru_codes four/3 44.74 5.276 4.778 0.1375 0.754 20.09
bw_gru_codes four/4 37.86 4.567 4.982 0.245 1.236 16.07 0 5.733e-12
bw_gru_codes four/5 33.23 4.322 4.541 0.03826 2.03 11.87 0.2343
bw_gru_codes four/8 19.43 2.086 3.953 0.122 0.667 8.003 0.02237
bw_gru_codes fours 167.6 25.93 32.15 8.564 9.929 2.991 2.083
bw_gru_codes hidden/2 213.8 34.54 45.12 10.7 10.63 5.021 3.155
bw_gru_codes hidden/4 234.9 38.93 49.07 12.76 13.48 4.803 3.525
bw_gru_codes hidden/8 245.9 37.7 46.53 12.48 14.7 4.296 3.859
bw_gru_codes in/2 40.18 7.431 5.937 2.35 6.599 0 0.1239 8.83e-11
bw_gru_codes in/4 29.24 4.182 3.69 1.266 4.726 0 0.02431 7.627e-11
bw_gru_codes in/8 24.39 4.295 4.674 1.173 3.984 0.141 0 2.789e-11
bw_gru_codes rest/2 125.7 21.87 19.23 4.775 14.1 9.12 0 2.003e-11
bw_gru_codes rest/3 74.48 9.829 4.053 1.529 8.508 4.842 0.2083 5.435e-12
bw_gru_codes rest/4 55.55 7.917 3.082 1.072 6.24 4.043 3.061e-9
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 336.6 67.06 85.58 45.93 49 0 0 4
bw_gru_codes step 0 0 5.846 0 0 2.526 0 1.342e-9
bw_gru_codes unit 121.2 18.75 23.23 6.189 7.188 2.171 1.891
bw_join_codes call 118.5 25.1 45.45 12.66 0 0 7.635e-9
bw_join_codes copied/4 0 0 0 0.005819 0.9843 0 7.615e-10 2.515e-12
bw_join_codes copied/8 1.828 0.3588 0.1799 0.2227 0.1187 0 1.414e-10 5.745e-12
bw_join_codes copiedRun 72.72 14.8 17.93 5.077 6.314 0 0 1
bw_join_codes in/2 27.89 2.865 0.1922 0.9528 2.754 0.0389 0.6149
bw_join_codes in/4 27.65 2.842 0.1581 0.9458 2.262 0.03062 0.6149
bw_join_codes in/8 24.88 2.911 0.244 0.9454 2.15 0 0.6149 9.271e-13
bw_join_codes inOdd/2 76.21 8.813 1.34 4.184 5.054 0 0.551
bw_join_codes inOdd/4 143.6 18.32 1.163 7.536 17.82 0 0.551
bw_join_codes out/2 13.87 1.554 0.06946 0.5649 1.558 0 0.196
bw_join_codes out/4 18.48 1.881 0.2007 0.5829 1.758 0 0.3851 1.57e-12
bw_join_codes out/8 16.06 1.807 0.1375 0.5933 1.437 0 0.3851
bw_join_codes outOdd/2 887.6 99.44 4.445 36.15 99.7 0 12.55
bw_join_codes outOdd/4 63.86 7.415 1.111 3.512 4.329 0.1262 0.449
bw_join_codes run 121 25.97 33.74 10.75 18.29 0.2533 4.358e-9 2.453e-11
bw_lookup_codes call 55.16 13.37 16 6.904 4.121 0.1781
bw_lookup_codes chunk 104.2 11.72 16 3.227 18.12
bw_lookup_codes in/2 6.251 1.02 9.117e-10 0.6254 1.264 0.03109
bw_lookup_codes in/4 6.086 1.03 5.329e-9 0.6309 0.7748 0.03466
bw_lookup_codes in/8 2.699 1.014 0 0.6217 0.3839
bw_lookup_codes out/2 5.983 1.363 7.113e-8 0.8352 0.703
bw_lookup_codes out/4 6.033 1.368 7.288e-8 0.8389 0.893 0.000313
bw_lookup_codes out/8 3.351 1.354 7.133e-8 0.8302 0.5062
bw_lstm_codes four/2 86.47 9.548 11.98 0.8806 2.676 31.98
bw_lstm_codes four/3 48.45 5.719 4.972 0.08401 1.245 19.98
bw_lstm_codes four/4 38.18 4.314 4.846 0.005137 1.056 15.98 0 1.178e-12
bw_lstm_codes four/5 30.78 4.308 4.119 0.0672 1.137 11.99 7.433e-10
bw_lstm_codes four/8 19.89 2.178 4.147 0.09563 0.8 7.994 5.281e-10 4.149e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003883
bw_lstm_codes hidden/2 415.5 65.45 86.42 24.1 26.88 7.623 6.058
bw_lstm_codes hidden/4 384.3 60.73 72.64 21.94 24.69 7.462 6.058
bw_lstm_codes hidden/8 380.4 59.17 72.57 21.45 24.24 7.467 6.058 4.906e-11
bw_lstm_codes in/2 19.06 2.426 1.313 0.6463 3.216
bw_lstm_codes in/4 23.52 3.116 3.39 0.9802 3.521 0.01145 9.15e-12 2.572e-11
bw_lstm_codes in/8 24.16 3.329 3.405 1.096 3.496 0.01237 0 8.973e-12
bw_lstm_codes rest/2 80.64 10.86 1.695 1.134 10.17 8.109 2.565e-7 3.825e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 51.99 7.768 3.38 0.9926 6.265 4.054 9.767e-8 8.481e-12
bw_lstm_codes rest/5 42.77 6.616 3.101 0.6997 4.954 3.051 1.085e-7
bw_lstm_codes rest/8 25.09 3.97 3.374 0.9215 3.353 2.066 1.399e-7 2.772e-11
bw_lstm_codes sequence 461.4 101.6 80.41 57.08 77.1 0 0 4
bw_lstm_codes step 61.25 20.77 50.76 0 7.501 2.464 0 8.258e-10
bw_lstm_codes unit 185.6 28.94 35.54 10.49 11.85 3.629 2.942
bw_max_pool_row chunk 0 0 13.56
bw_max_pool_row chunkTap 63.89 9.191 5.995 2.193 11.96 2.095
bw_max_pool_row in/2 11.33 1.097 0.0006872 1.094 1.734 0.03505
bw_max_pool_row in/4 11.36 1.17 0.002325 1.176 1.252 0.04618
bw_max_pool_row in/8 7.904 1.166 0.001041 1.159 0.9659
bw_max_pool_row inOdd/2 12.89 1.584 0 1.637 1.464 0.07353
bw_max_pool_row inOdd/4 16.19 1.987 0.00681 1.759 2.013 0.1481
bw_max_pool_row out/2 0 0 0 0 0.2068
bw_max_pool_row out/4 1.146 0 0 0 0.5587
bw_max_pool_row out/8 0 0 0.007231
bw_max_pool_row outOdd/2 37.16 4.733 0.372 2.78 6.689
bw_max_pool_row outOdd/4 57.63 7.073 0.02397 6.264 7.168 0.5275
bw_max_pool_row pixel 54.93 15.74 1.31 4.797 0 1.644
bw_max_pool_row rest 7.239 1.296 0.002927 1.444 0.9335
bw_max_pool_row row 148.5 24.52 33.55 18.85 21.59
bw_multiply_codes call 86.32 27.39 20 17.54 10.41
bw_multiply_codes chunk 132.5 19.01 23 6.474 21.34 2.488 0 1.789
bw_multiply_codes in/2 10.15 1.123 0 0.3875 1.331 0.3026
bw_multiply_codes in/4 11.17 1.243 3.359e-10 0.4232 0.7578 0.3743
bw_multiply_codes in/8 6.904 1.225 8.965e-12 0.4408 0.6034 0.2407
bw_multiply_codes out/2 12.48 1.902 1.16e-10 0.7077 1.127 0.345
bw_multiply_codes out/4 11.58 1.8 0 0.6586 1.3 0.3195
bw_multiply_codes out/8 9.274 1.738 2.071e-10 0.6111 0.7802 0.368
bw_multiply_codes second/2 12.71 1.696 0 0.6251 1.679 0.3456
bw_multiply_codes second/4 11.93 1.536 2.276e-10 0.5147 0.8563 0.397
bw_multiply_codes second/8 8.914 1.634 9.632e-11 0.5868 0.7217 0.3218
bw_normalize_codes call 597.7 154 18 41.39 81.85 1.177e-8 1.791e-8 4.82e-10
bw_normalize_codes in/2 61.11 12.25 0.4925 0.6626 2.914 0.9851 1.478 4.702e-12
bw_normalize_codes in/4 57.64 11.6 0.4925 0.5138 1.988 0.9851 1.478
bw_normalize_codes in/8 55.63 11.09 0.4925 0.4606 1.787 0.9851 1.478 1.839e-12
bw_normalize_codes out/2 59.14 11.95 0.5075 0.5454 3.025 1.015 1.522 6.332e-12
bw_normalize_codes out/4 58.95 11.79 0.5075 0.552 2.841 1.015 1.522
bw_normalize_codes out/8 58.53 11.68 0.5075 0.4944 1.271 1.015 1.522
bw_normalize_codes span 264 18.7 2 10.98 24.37 1 2 1
bw_pad_row code/2 3.277 0.3027 0.2651 0.2175 0.5106
bw_pad_row code/4 1.789 0.2497 0.1565 0.2059 0.2077 0.004179 0 0.004179
bw_pad_row code/8 1.086 0.3318 0.1453 0.2881 0.08628 0.003229 0 0.003229
bw_pad_row codeOdd/2 20.81 2.701 1.936 1.46 2.979 0.04908 0 0.02202
bw_pad_row codeOdd/4 7.345 0.8892 0 0.5168 0.8773
bw_pad_row row 0 0 0 3.195
bw_pad_row run 175 27.8 40.61 17.67 25.55 0.4492 0 0.4492
bw_rescale_codes call 56.13 16.41 19 10.45
bw_rescale_codes chunk 113.1 11.37 16 3.294 20.79 0.001633 1.009e-7
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
bw_resize_row run 72.37 16.13 21.11 4.026 9.591 1 0 1
bw_rnn_codes four/2 83.06 8.75 6.647 1.752 3.944 32 3.018e-9
bw_rnn_codes four/3 51.77 6.225 4.311 0.8752 2.392 20 9.956e-9
bw_rnn_codes four/4 35.81 3.455 3.996 0 0.6828 16 1.117e-8
bw_rnn_codes four/5 31.22 4.288 3.513 0.302 2.416 12 1.063e-9
bw_rnn_codes four/8 21.07 2.406 3.838 0.3881 1.1 7.999
bw_rnn_codes fours 0 0 0 0 0 0 0.00001003
bw_rnn_codes hidden/2 145.2 26.12 25.36 9.714 13.21 2.594 1.483 6.636e-11
bw_rnn_codes hidden/4 138.2 24.45 25.31 8.612 11.5 2.6 1.483
bw_rnn_codes hidden/8 131.8 23.02 25.1 7.776 9.821 2.596 1.483
bw_rnn_codes in/2 24.61 3.576 4.301 0.9152 3.588
bw_rnn_codes in/4 27.84 4.326 4.246 1.419 4.33 0 0 1.004e-11
bw_rnn_codes in/8 28.63 4.372 4.232 1.667 4.636 0 0 1.855e-11
bw_rnn_codes rest/2 113.2 17.76 10.26 3.846 14.56 8.196 9.938e-7 2.491e-10
bw_rnn_codes rest/3 51.96 6.08 5.629 0 3.886 5.119 5.952e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 41.4 6.538 2.167 0.6007 4.752 3.038 1.932e-7 1.886e-11
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 319.9 62.97 78.55 40.3 47.7 0.007742 0 4
bw_rnn_codes step 0 0 0 0 0 3 6.659e-8 2.455e-9
bw_rnn_codes unit 47.81 8.453 8.787 2.977 3.904 0.9044 0.5167
bw_slice_row code/2 1.48 0.3268 0.5976 0.1155 0.1864 1.255e-10 0 0.02719
bw_slice_row code/4 1.044 0.2833 0.4145 0.138 0.07569 7.529e-11 0 0.01822
bw_slice_row code/8 1.092 0.3653 0.2951 0.261 0.08356 6.166e-11 0 0.01344
bw_slice_row row 86.99 19.16 43.02 9.582 11.14 8.105e-9 0 1.085
bw_slice_row run 37.91 9.211 0 0.08338 4.02 2
bw_slice_row spread/2 8.288 0.1225 0 0.6906 0 1
bw_slice_row spread/4 24.07 3.462 0 0.8931 0.6943 1
bw_slice_row spread/8 21.23 2.859 0 0.8604 0.3206 1
bw_softmax_codes in/2 123.1 11 0.01012 3 5.162 1 10
bw_softmax_codes in/4 119.6 10.84 0 2.933 6.473 1 10
bw_softmax_codes in/8 115.7 10.99 0.01758 2.998 5.91 1 10
bw_softmax_codes pixel 513.5 9.537 9.487 4.724 73.64 1.37e-9 1.37e-8
bw_sum_codes bytes 42.47 5.266 0.7438 1.848 2.139 0 2
bw_sum_codes call 87.34 25.69 20.27 16.77 0 0 2.446e-9
bw_sum_codes chunk 142.3 19.2 22.98 5.316 18.68 2.801 7.804e-10 1.71
bw_sum_codes in/2 15.29 1.48 0 0.5263 2.063 0 0.6495
bw_sum_codes in/4 16.61 1.619 0.00004803 0.6325 1.028 0 0.6495
bw_sum_codes in/8 12.36 1.467 0.0003814 0.5097 0.3718 0 0.6495
bw_sum_codes out/2 15.59 1.557 0 0.5439 0.8215 0 0.6741
bw_sum_codes out/4 15.48 1.566 0.0001073 0.5602 0.9808 0 0.6741
bw_sum_codes out/8 13.46 1.582 0 0.5918 0.8762 0 0.6741
bw_sum_codes second/2 15.74 1.558 0 0.5692 1.041 0 0.6764
bw_sum_codes second/4 15.65 1.632 0 0.6052 0.9069 0 0.6764
bw_sum_codes second/8 11.56 1.5 0.0002124 0.5123 0.6461 0 0.6764
bw_transpose_codes code/2 37.85 6.518 0.1905 2.377 2.553 0.1582
bw_transpose_codes code/4 39.74 6.834 0.4158 2.625 2.909 0.2464
bw_transpose_codes code/8 36.8 6.35 0.04128 2.24 2.357 0.1134
`,
  },
};
