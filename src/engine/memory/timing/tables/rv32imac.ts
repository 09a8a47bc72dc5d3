/** Instructions of rv32imac. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const RV32IMAC: InstructionData = {
  compiler: "riscv64-unknown-elf-gcc 12.2.0",
  levels: {
    2: `
bw_average_pool_row chunk 424.3 1.876 0 120 114.8 0 7.667e-10
bw_average_pool_row chunkTap 39.97 7.845 0 2.429 3.785
bw_average_pool_row in/2 14.49 2.273 0 2.026 1.368 0 1.488e-11
bw_average_pool_row in/4 16.11 2.54 0 2.049 1.38 0 9.675e-12
bw_average_pool_row in/8 13.14 2.802 0 1.81 1.971 0 7.951e-12
bw_average_pool_row inOdd/2 20.48 4.06 0 3.073 0.6577
bw_average_pool_row inOdd/4 21.04 3.135 0 2.296
bw_average_pool_row out/2 49.94 2.823 0 2.076 6.951 0 1
bw_average_pool_row out/4 49.1 2.502 0 1.981 6.566 0 1
bw_average_pool_row out/8 37.18 2.459 0 2.43 5.982 0 1
bw_average_pool_row outOdd/4 0 0 0 0 32.36 0 1
bw_average_pool_row pixel 189.9 17.96 0 10.4 21.85
bw_average_pool_row rest 10.33 2.314 0 1.332 1.875
bw_average_pool_row row 189.1 44.87 0 35.42 10.17
bw_convolution_row any/2 6.356 0.5764 0 0.4673 0.3309
bw_convolution_row any/4 6.216 0.5368 0 0.5434 0.4295
bw_convolution_row any/8 6.173 1.442 0 0.5875 0.4591
bw_convolution_row anyOdd/2 0 0 0 0 0.09368 0 1.668e-11
bw_convolution_row anyOdd/4 11.28 2.767 0 0.1689 0.7598 0 9.532e-12
bw_convolution_row anyPixel 176.4 47.59 0 33.64 11.63 0 1.487e-10 0.02871
bw_convolution_row anyTap 15.51 0.5153 0 0.7344 2.395
bw_convolution_row group 256.8 48.76 0 39.77 0 0 0 5.17
bw_convolution_row one/2 166.3 21.4 0 1.348 2.328
bw_convolution_row one/3 115.7 14.88 0 0.7994 2.161 0 6.593e-13
bw_convolution_row one/4 93.01 12.47 0 0.5157 3.094 0 5.748e-13
bw_convolution_row one/5 66.96 10.22 0 0.1421 2.006 0 9.305e-13
bw_convolution_row one/8 54.66 20.12 0 0 0.7609 0 9.787e-13 0.0004837
bw_convolution_row oneBlock/8 186.5 34.87 0 12.55 11.65 0 4 0.009726
bw_convolution_row oneBlock/narrow 237.6 36.99 0 11.95 27.55 0 4 0.01759
bw_convolution_row rest/2 79.52 11.2 0 0.4338 8.076 0 3.149e-13
bw_convolution_row rest/3 58.86 7.161 0 1.461 5.962 0 0 0.008616
bw_convolution_row rest/4 43.85 5.447 0 0.1888 4.042 0 1.008e-12 0.003725
bw_convolution_row rest/5 35.96 4.403 0 0.2578 3.135
bw_convolution_row rest/8 23.11 8.575 0 0.1156 1.081
bw_convolution_row restChannel 89.75 25.55 0 4.441 4.889 0 1 0.06668
bw_convolution_row row 0 0 0 12.51 21.02
bw_convolution_row single 72.11 31.89 0 18.84 4.421 0 0 0.1871
bw_convolution_row three/2 340 54.43 0 3.943 2.332 0 4.847e-11 0.003433
bw_convolution_row three/3 230.2 37.37 0 3.702 2.221 0 2.505e-11
bw_convolution_row three/4 190.9 29.6 0 2.047 3.456 0 1.744e-11
bw_convolution_row three/5 134.4 22.33 0 0.7569 2.194 0 1.472e-11
bw_convolution_row three/8 121.9 26.77 0 0 0.5636 0 1.131e-11
bw_convolution_row threeBlock/8 487.5 111.5 0 61.76 31.53 0 12
bw_convolution_row threeBlock/narrow 691.3 124.3 0 73.21 60.49 0 12
bw_convolution_row triple 168.8 42.18 0 30.91 9.346 0 0 0.04641
bw_convolution_row whole/2 4.599 0.188 0 0.4393 0.2047 0 0 0.0007865
bw_convolution_row whole/4 5.342 0.4575 0 0.5156 0.1973 0 0 0.001322
bw_convolution_row whole/8 4.81 1.858 0 0.386 0.202 0 0 0.0006637
bw_convolution_row wholeOdd/2 16.45 1.521 0 0.9372 1.033 0 5.908e-13 0.0007765
bw_convolution_row wholeOdd/4 7.193 0.6028 0 0.5237 0.3311 0 0 0.001233
bw_convolution_row wholePixel 41.34 12.11 0 8.302 2.162 0 1.127e-10 0.03921
bw_convolution_row wholeRun 36.06 3.048 0 1.106 4.477 0 1.027e-12
bw_depthwise_row block 344.5 83.97 0 62.18 40.98 0 3.565e-10
bw_depthwise_row edge/8 139.6 33.71 0 13.42 17.34 0 4
bw_depthwise_row edge/narrow 189.4 26.71 0 2.981 15.59 0 4
bw_depthwise_row edgeTap/2 10.91 1.159 0 0 0.08889 0 6.352e-12
bw_depthwise_row edgeTap/4 15.73 2.768 0 0.4352 0.6497 0 1.578e-12
bw_depthwise_row edgeTap/8 20.29 4.711 0 1.005 0.9106 0 1.344e-12
bw_depthwise_row pixel/8 135.2 30.72 0 14.39 8.432 0 4 0.005318
bw_depthwise_row pixel/narrow 208.6 36.69 0 18.33 18.05 0 4
bw_depthwise_row point 11.43 1.631 0 0.8863 1.036
bw_depthwise_row row 252.4 58.56 0 44.22 18.92 0 0 3.197
bw_depthwise_row single 93.09 29.12 0 7.764 2.147 0 1 0.0964
bw_depthwise_row singleTap/2 40.3 6.209 0 0.1471 2.38 0 3.402e-12
bw_depthwise_row singleTap/4 39.11 5.894 0 0.164 3.414 0 1.25e-12
bw_depthwise_row singleTap/8 38.29 6.064 0 0.2532 3.033 0 1.325e-12 0.004718
bw_depthwise_row tap/2 28.99 3.896 0 0.2184 1.076 0 2.041e-11
bw_depthwise_row tap/4 26.89 4.603 0 0.02273 0.9837 0 1.082e-11
bw_depthwise_row tap/8 22.94 6.164 0 0 0.873 0 1.148e-11
bw_depthwise_row threeBlock/2 892.4 154.8 0 101.4 85.41 0 3.829e-10
bw_depthwise_row threeBlock/3 754.7 131.9 0 87.73 77.56 0 3.553e-10
bw_depthwise_row threeBlock/4 791.3 139 0 93.06 76.29 0 8.041e-10
bw_depthwise_row threeBlock/5 961.5 165 0 97.63 87.69 0 4.663e-10
bw_depthwise_row threeBlock/8 1001 171.3 0 109.8 87.47 0 1.095e-9
bw_depthwise_row threeCut 0 0 0 0 0 0 2.986e-10 0.0447
bw_depthwise_row threeEdge 17.18 0.6718 0 20.27 11.55 0 4.841e-11 0.03431
bw_depthwise_row threeNarrow 47.75 0 0 2.941 7.951 0 1.511e-10
bw_depthwise_row threePixel/narrow 377 73.94 0 15.01 16.96 0 4
bw_depthwise_row threePixel/8 347.5 87.38 0 13.36 16.07 0 4
bw_depthwise_row unpack/2 61.61 8.781 0 4.622 4.906
bw_depthwise_row unpack/3 40.17 4.758 0 2.031 3.531 0 0 0.001464
bw_depthwise_row unpack/4 53.25 7.145 0 4.109 4.311 0 0 0.006897
bw_depthwise_row unpack/5 45.43 5.397 0 3.475 3.76
bw_depthwise_row unpack/8 48.52 5.781 0 3.293 3.236
bw_gru_codes four/2 165.9 22.5 0 4.431 2.822 0 4.491e-9
bw_gru_codes four/3 117.6 16.98 0 4.563 2.969 0 3.346e-9
bw_gru_codes four/4 92.37 12.69 0 1.814 3.886 0 2.097e-9 6.533e-12
bw_gru_codes four/5 60.07 9.165 0 0 1.694 0 1.443e-9
bw_gru_codes four/8 51.52 19.25 0 0 1.021 0 1.044e-9
bw_gru_codes fours 235.3 41.05 0 20.03 17.96 0 2.76
bw_gru_codes hidden/2 320 60.6 0 24.67 22.46 0 3.945
bw_gru_codes hidden/4 354.2 62.93 0 32.95 27.42 0 3.945
bw_gru_codes hidden/8 335.2 58.2 0 28.28 25.6 0 3.945
bw_gru_codes in/2 35.71 2.156 0 3.363 2.728 0 2.35e-9 1.035e-10
bw_gru_codes in/4 25.42 0.7264 0 0 1.149 0 0 8.635e-11
bw_gru_codes in/8 25.52 1.605 0 0.3457 1.464 0 0 3.136e-11
bw_gru_codes rest/2 153.6 24.58 0 9.213 12.44 0 0.345 2.307e-11
bw_gru_codes rest/3 76.71 8.097 0 1.827 6.932 0 0.08625 3.934e-12
bw_gru_codes rest/4 56.65 7.576 0 2.498 5.302 0 0.069
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 565 54.73 0 127.5 133 0 0 4
bw_gru_codes step 123 26.03 0 56.5 0 0 5.896e-8 1.392e-9
bw_gru_codes unit 169.4 29.55 0 14.42 12.93 0 1.985
bw_join_codes call 179.7 26.6 0 25.17 27.58 0 7.016e-9
bw_join_codes copied/4 2.912 0.1342 0 0.4527 2.002 0 7.802e-10 2.472e-12
bw_join_codes copied/8 6.576 1.125 0 1.039 0.9765 0 1.362e-10 6.072e-12
bw_join_codes copiedRun 77.42 13.59 0 8.315 6.073 0 0 1
bw_join_codes in/2 32.52 2.642 0 1.922 3.718 0 0.6119
bw_join_codes in/4 34.31 2.81 0 1.898 4.269 0 0.6119
bw_join_codes in/8 31.22 3.275 0 1.802 4.84 0 0.6119 9.599e-13
bw_join_codes inOdd/2 79.61 9.232 0 5.262 2.278 0 0.5538
bw_join_codes inOdd/4 39.75 9.855 0 4.699 11.32 0 0.5538
bw_join_codes out/2 13.93 1.337 0 0.5077 1.907 0 0.1975
bw_join_codes out/4 28.21 2.11 0 0.7701 4.14 0 0.3881 1.527e-12
bw_join_codes out/8 19.68 1.934 0 1.191 2.769 0 0.3881
bw_join_codes outOdd/2 891.7 85.58 0 32.49 122.1 0 12.64
bw_join_codes outOdd/4 64.34 7.569 0 4.314 1.922 0 0.4462
bw_join_codes run 114.1 41.27 0 27.37 18.06 0 4.489e-9 1.972e-11
bw_lookup_codes call 67.39 18.16 0 17.67 3.712
bw_lookup_codes chunk 85.9 6.062 0 3.484 4.486
bw_lookup_codes in/2 8.428 1.089 0 1.345 0.7963
bw_lookup_codes in/4 10.01 1.348 0 1.353 0.7925
bw_lookup_codes in/8 8.106 1.736 0 1.247 1.485
bw_lookup_codes out/2 17.48 2.097 0 0.9209 2.532
bw_lookup_codes out/4 18.14 2.104 0 1.175 2.594
bw_lookup_codes out/8 8.246 2.06 0 1.636 1.566
bw_lstm_codes four/2 218.1 27.33 0 8.26 4.071
bw_lstm_codes four/3 138.2 18.72 0 6.609 3.114
bw_lstm_codes four/4 97.53 13.08 0 2.349 4.009 0 0 1.634e-12
bw_lstm_codes four/5 65.35 9.636 0 0.3799 2.084 0 7.457e-10
bw_lstm_codes four/8 52.16 19.2 0 0 0.9117 0 6.138e-10 5.404e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003467
bw_lstm_codes hidden/2 592.4 98.69 0 42.39 40.98 0 6.058
bw_lstm_codes hidden/4 539.3 91.95 0 43.18 42.3 0 6.058
bw_lstm_codes hidden/8 515.8 89.38 0 40.35 40.91 0 6.058 5.795e-11
bw_lstm_codes in/2 5.613 0 0 0 0.8616
bw_lstm_codes in/4 22.48 1.83 0 1.192 1.394 0 0 2.612e-11
bw_lstm_codes in/8 21.71 1.519 0 0.6338 1.481 0 0 5.791e-12
bw_lstm_codes rest/2 57.77 8.681 0 0 9.2 0 2.269e-7 4.194e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 46.95 5.597 0 0.003135 4.604 0 8.726e-8 8.573e-12
bw_lstm_codes rest/5 43.9 5.786 0 1.149 3.227 0 9.701e-8
bw_lstm_codes rest/8 25.11 9.026 0 0 0.7924 0 1.251e-7 2.703e-11
bw_lstm_codes sequence 823.4 61.54 0 160.2 118.6 0 0 4
bw_lstm_codes step 0 12.67 0 0 0 0 0 8.536e-10
bw_lstm_codes unit 253.1 43.71 0 19.75 19.92 0 2.942
bw_max_pool_row chunk 0 0 0 3.394
bw_max_pool_row chunkTap 36.93 6.774 0 1.028 4.075
bw_max_pool_row in/2 13.56 2.145 0 1.369 2.115
bw_max_pool_row in/4 14.13 2.538 0 1.168 2.224
bw_max_pool_row in/8 11.65 2.856 0 1.015 2.724
bw_max_pool_row inOdd/2 19.01 3.792 0 1.977 2.238
bw_max_pool_row inOdd/4 18.6 3.982 0 2.564 1.686
bw_max_pool_row out/2 5.665 0 0 0 0.2452
bw_max_pool_row out/4 11.68 0 0 1.442
bw_max_pool_row out/8 2.985 0 0 2.029
bw_max_pool_row outOdd/2 19.87 1.604 0 2.038 2.722
bw_max_pool_row outOdd/4 66.21 14.18 0 9.127 6.002
bw_max_pool_row pixel 47.8 7.192 0 3.673
bw_max_pool_row rest 8.746 2.35 0 0.5803 2.657
bw_max_pool_row row 105.7 32.99 0 29.3 6.767
bw_multiply_codes call 89.83 27.42 0 27.27 10.77 0 2.172e-9
bw_multiply_codes chunk 74.84 17.83 0 3.593 9.173 0 1.65e-10 0.9643
bw_multiply_codes in/2 14.28 0.9228 0 1.109 0.9178 0 0.2682
bw_multiply_codes in/4 19.44 1.825 0 1.63 1.279 0 0.2682
bw_multiply_codes in/8 12.28 1.556 0 0.9695 1.946 0 0.2682
bw_multiply_codes out/2 23.25 2.256 0 0.9178 3.26 0 0.3764
bw_multiply_codes out/4 22.01 1.913 0 0.9066 3.373 0 0.3764
bw_multiply_codes out/8 14.97 2.162 0 1.627 2.394 0 0.3764
bw_multiply_codes second/2 16.45 1.505 0 1.381 2.127 0 0.3554
bw_multiply_codes second/4 21.37 2.085 0 1.718 2.131 0 0.3554
bw_multiply_codes second/8 16.39 2.135 0 1.286 2.605 0 0.3554
bw_normalize_codes call 636.5 178.8 0 91.4 73.59 0 1.192 4.902e-10
bw_normalize_codes in/2 55.43 7.965 0 0.9966 2.745 0 1.465 4.72e-12
bw_normalize_codes in/4 52.64 7.164 0 0.548 2.182 0 1.476
bw_normalize_codes in/8 50.39 6.624 0 0.4016 2.103 0 1.469 1.872e-12
bw_normalize_codes out/2 52.71 7.436 0 0.6269 1.682 0 1.526 6.293e-12
bw_normalize_codes out/4 52.62 7.273 0 0.6403 1.954 0 1.529
bw_normalize_codes out/8 54.42 7.1 0 0.4656 2.729 0 1.513
bw_normalize_codes span 245.3 13.68 0 13.92 28.64 0 1.756 1
bw_pad_row code/2 11.39 0.8972 0 0.418 1.401 0 0 0.005202
bw_pad_row code/4 7.668 0.7815 0 0.6096 1.048 0 0 0.004253
bw_pad_row code/8 6.516 1.116 0 1.1 1.065 0 0 0.00346
bw_pad_row codeOdd/2 24.25 2.895 0 2.054 2.425 0 0 0.0226
bw_pad_row codeOdd/4 12.85 1.109 0 0.5733 1.613
bw_pad_row row 0 2.266 0 0.7451 1.525
bw_pad_row run 114.1 28.07 0 31.01 10.23 0 0 0.4411
bw_rescale_codes call 118.5 27.9 0 25.93 24.47
bw_rescale_codes chunk 0 10.39 0 1.314 0 0 9.887e-8
bw_rescale_codes in/2 29.11 2.227 0 1.778 3.745 0 0.5692
bw_rescale_codes in/4 31.98 2.468 0 1.769 3.968 0 0.5692
bw_rescale_codes in/8 29.64 2.877 0 1.678 4.671 0 0.5692
bw_rescale_codes out/2 33.04 2.16 0 0.6071 4.267 0 0.4308
bw_rescale_codes out/4 32.09 2.148 0 0.8496 4.224 0 0.4308
bw_rescale_codes out/8 21.85 2.111 0 1.312 3.384 0 0.4308
bw_resize_row code/2 1.492 0.2478 0 0.2479 0.2492 0 0 8.767e-11
bw_resize_row code/4 2.98 0.4963 0 0.4971 0.4981 0 0 5.941e-11
bw_resize_row code/8 5.978 0.9937 0 0.9929 0.9981 0 0 7.036e-11
bw_resize_row row 50.47 13.7 0 16.72 2.244 0 0 7.182e-9
bw_resize_row run 71.19 16.04 0 13.02 7.035 0 0 1
bw_rnn_codes four/2 187.5 23.03 0 6.541 5.95 0 5.038e-9
bw_rnn_codes four/3 124.3 16.79 0 4.756 3.374 0 1.446e-8
bw_rnn_codes four/4 88.93 12.32 0 0.7506 2.532 0 1.76e-8
bw_rnn_codes four/5 66.23 9.606 0 0.5454 2.756 0 1.239e-9
bw_rnn_codes four/8 49.88 18.75 0 0 1.168
bw_rnn_codes fours 0 0 0 0 68.85 0 0.00001317
bw_rnn_codes hidden/2 184.8 28.88 0 15.26 7.006 0 2.227 7.396e-11
bw_rnn_codes hidden/4 159.8 27.89 0 11.62 1.329 0 2.227
bw_rnn_codes hidden/8 170.5 30.04 0 12.39 0 0 2.227
bw_rnn_codes in/2 22.48 1.885 0 0.9332 0.8055
bw_rnn_codes in/4 34.84 2.571 0 2.472 2.921 0 0 1.139e-11
bw_rnn_codes in/8 27.38 1.203 0 2.168 3.228 0 0 3.007e-11
bw_rnn_codes rest/2 112 15.71 0 4.909 15.31 0 0.000001305 2.718e-10
bw_rnn_codes rest/3 34.32 7.623 0 0 6.212 0 7.753e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 47.43 6.486 0 1.765 4.453 0 2.54e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 581.3 56.56 0 120.7 79.31 0 0 4
bw_rnn_codes step 0 9.955 0 0 0 0 1.013e-7 2.212e-9
bw_rnn_codes unit 60.12 10.17 0 4.568 0 0 0.7734
bw_slice_row code/2 3.077 0.597 0 0.6213 0.4738 0 0 0.02948
bw_slice_row code/4 4.069 0.7368 0 0.752 0.6464 0 0 0.01956
bw_slice_row code/8 7.153 1.253 0 1.271 1.164 0 0 0.02205
bw_slice_row row 107.6 27.42 0 31.88 9.96 0 0 0.8699
bw_slice_row run 22.32 6.921 0 0.1171 1.239
bw_slice_row spread/2 18.98 2.322
bw_slice_row spread/4 29.27 4.598 0 0.6825 0.8274
bw_slice_row spread/8 26.74 4.035 0 0.2391 0.5156
bw_softmax_codes in/2 125 18.01 0 14.01 4.865 0 10
bw_softmax_codes in/4 121.8 17.81 0 13.8 5.695 0 10
bw_softmax_codes in/8 115.3 18 0 14 5.08 0 10
bw_softmax_codes pixel 500.2 14.89 0 14.42 53.58 0 1.371e-8
bw_sum_codes bytes 55.92 5.521 0 4.035 6.596 0 2
bw_sum_codes call 124.1 29.88 0 30.04 0 0 2.537e-9
bw_sum_codes chunk 115.3 25.74 0 9.196 11.14 0 5.191e-10 0.8988
bw_sum_codes in/2 18.28 0.9343 0 1.236 2.713 0 0.6568
bw_sum_codes in/4 21.29 1.287 0 1.264 1.411 0 0.6568
bw_sum_codes in/8 17.93 1.5 0 1.061 1.432 0 0.6568
bw_sum_codes out/2 22.92 1.351 0 0.7776 1.001 0 0.667
bw_sum_codes out/4 23.79 1.386 0 1.05 1.865 0 0.667
bw_sum_codes out/8 14.92 1.34 0 1.484 2.07 0 0.667
bw_sum_codes second/2 19.5 1.111 0 1.207 1.356 0 0.6762
bw_sum_codes second/4 20.52 1.436 0 1.266 1.504 0 0.6762
bw_sum_codes second/8 17.78 1.621 0 1.012 2.6 0 0.6762
bw_transpose_codes code/2 47.6 9.481 0 2.4 2.195
bw_transpose_codes code/4 49.98 9.894 0 2.815 2.396
bw_transpose_codes code/8 46.75 9.342 0 2.245 2.122
`,
    3: `
bw_average_pool_row chunk 477.9 11.75 0 130 116.5 0 7.815e-10
bw_average_pool_row chunkTap 36.95 5.42 0 0.04616 3.585
bw_average_pool_row in/2 13.59 2.259 0 2.008 1.177 0 1.498e-11
bw_average_pool_row in/4 14.57 2.497 0 2.004 1.321 0 9.65e-12
bw_average_pool_row in/8 13.47 3.002 0 2.006 1.986 0 8.116e-12
bw_average_pool_row inOdd/2 15.5 3.089 0 2.072 0.9686
bw_average_pool_row inOdd/4 13.21 2.953 0 2.014 0.2041
bw_average_pool_row out/2 39.89 1.935 0 1.202 6.261 0 1
bw_average_pool_row out/4 40.8 1.995 0 1.482 6.086 0 1
bw_average_pool_row out/8 34.93 2.002 0 1.984 6.092 0 1
bw_average_pool_row outOdd/4 102.7 0 0 1.586 28.6 0 1
bw_average_pool_row pixel 142.5 14.57 0 6.78 19.67
bw_average_pool_row rest 11.76 3.023 0 2.03 1.982
bw_average_pool_row row 161 35.32 0 26.99 9.524
bw_convolution_row any/2 6.349 0.6382 0 0.5205 0.1516
bw_convolution_row any/4 5.916 0.5668 0 0.5712 0.2577
bw_convolution_row any/8 5.432 1.386 0 0.5416 0.2456
bw_convolution_row anyOdd/2 0.7247 0 0 0 0 0 1.585e-11
bw_convolution_row anyOdd/4 14.19 3.069 0 0.5151 1.148 0 8.855e-12
bw_convolution_row anyPixel 156.3 44.53 0 32.38 13.45 0 1.414e-10 0.04802
bw_convolution_row anyTap 12.44 0.4619 0 0.4024 1.968
bw_convolution_row group 208.4 57.93 0 0 0 0 0 5.149
bw_convolution_row one/2 166 21.21 0 1.305 2.472
bw_convolution_row one/3 104.7 14.8 0 0.7501 1.071 0 5.585e-13
bw_convolution_row one/4 84.79 12.42 0 0.4957 1.079 0 5.27e-13
bw_convolution_row one/5 66.76 10.15 0 0.1128 2.028 0 8.68e-13
bw_convolution_row one/8 54.63 20.04 0 0 0.7893 0 9.266e-13 0.0005932
bw_convolution_row oneBlock/8 163.1 35.61 0 13.02 8.4 0 4 0.008787
bw_convolution_row oneBlock/narrow 197.6 37.72 0 9.128 16.7 0 4 0.01953
bw_convolution_row rest/2 59.53 11.99 0 1.133 1.543
bw_convolution_row rest/3 42.28 7.104 0 1.44 2.116 0 0 0.007794
bw_convolution_row rest/4 29.52 5.311 0 0.0903 1.135 0 8.415e-13 0.002894
bw_convolution_row rest/5 23.19 4.197 0 0.1271 1.148
bw_convolution_row rest/8 22.64 8.428 0 0 1.166
bw_convolution_row restChannel 93.44 26.99 0 6.029 4.223 0 1 0.07266
bw_convolution_row row 87.03 0 0 60.1 21.33
bw_convolution_row single 26.28 22.77 0 11.7 2.474 0 0 0.1937
bw_convolution_row three/2 343.6 55.01 0 4.398 3.059 0 4.857e-11 0.004287
bw_convolution_row three/3 230.1 37.16 0 3.561 2.444 0 2.52e-11
bw_convolution_row three/4 190.7 29.61 0 1.959 3.563 0 1.702e-11
bw_convolution_row three/5 133.4 22.13 0 0.6411 2.241 0 1.539e-11
bw_convolution_row three/8 121.4 26.61 0 0 0.5865 0 1.134e-11
bw_convolution_row threeBlock/8 428.7 111.6 0 61.1 11.13 0 12
bw_convolution_row threeBlock/narrow 535.4 124.4 0 71.61 22.73 0 12
bw_convolution_row triple 173.5 44.58 0 32.7 14.59 0 0 0.04705
bw_convolution_row whole/2 4.641 0.2002 0 0.4438 0.1997 0 0 0.0008029
bw_convolution_row whole/4 5.479 0.4886 0 0.5338 0.184 0 0 0.001443
bw_convolution_row whole/8 4.921 1.887 0 0.4081 0.1967 0 0 0.0006513
bw_convolution_row wholeOdd/2 16.56 1.59 0 0.9555 1.49 0 5.519e-13 0.0006205
bw_convolution_row wholeOdd/4 7.262 0.6285 0 0.5378 0.42 0 0 0.001278
bw_convolution_row wholePixel 37.27 11.63 0 7.762 3.137 0 1.073e-10 0.03922
bw_convolution_row wholeRun 38 3.344 0 1.188 3.686 0 3.997e-12
bw_depthwise_row block 336.9 79.31 0 60.59 40.04 0 3.69e-10 0.0003769
bw_depthwise_row edge/8 106.1 31.34 0 10.84 5.777 0 4
bw_depthwise_row edge/narrow 139.8 27.38 0 2.64 0.9109 0 4
bw_depthwise_row edgeTap/2 10.69 1.102 0 0 0 0 6.107e-12
bw_depthwise_row edgeTap/4 15.91 2.851 0 0.5429 0.6729 0 8.959e-13
bw_depthwise_row edgeTap/8 20.52 4.815 0 1.117 0.9259 0 1.042e-12
bw_depthwise_row pixel/8 83.38 21.35 0 4.15 1.746 0 4 0.004291
bw_depthwise_row pixel/narrow 131.3 25.79 0 7.56 7.92 0 4
bw_depthwise_row point 9.754 1.064 0 0.2186 0.8939
bw_depthwise_row row 251.9 59.47 0 45.88 17.45 0 0 3.185
bw_depthwise_row single 93.08 29.06 0 7.753 2.136 0 1 0.09949
bw_depthwise_row singleTap/2 40.29 6.206 0 0.1388 2.394 0 3.489e-12
bw_depthwise_row singleTap/4 39.1 5.895 0 0.163 3.419 0 1.282e-12
bw_depthwise_row singleTap/8 38.26 6.081 0 0.2587 3 0 1.271e-12 0.004808
bw_depthwise_row tap/2 33.2 5.715 0 2.161 1.453 0 2.032e-11
bw_depthwise_row tap/4 26.58 4.492 0 0 0.9859 0 1.254e-11
bw_depthwise_row tap/8 22.75 6.08 0 0 0.8494 0 1.206e-11
bw_depthwise_row threeBlock/2 892.5 154 0 102.1 82.72 0 4.171e-10
bw_depthwise_row threeBlock/3 747.9 127.4 0 84.01 77.17 0 3.662e-10
bw_depthwise_row threeBlock/4 779.8 135.6 0 90.61 74.34 0 8.371e-10
bw_depthwise_row threeBlock/5 960.4 160.5 0 95.59 85.22 0 4.755e-10
bw_depthwise_row threeBlock/8 989.1 164.8 0 106.3 85.83 0 1.154e-9
bw_depthwise_row threeCut 0 0 0 0 0 0 2.512e-10 0.01418
bw_depthwise_row threeEdge 41.42 11.73 0 32.06 6.233 0 4.489e-11 0.0363
bw_depthwise_row threeNarrow 25.89 0 0 3.765 4.658 0 1.575e-10
bw_depthwise_row threePixel/narrow 321.4 62.9 0 3.638 10.41 0 4
bw_depthwise_row threePixel/8 292.6 76.35 0 2.008 9.37 0 4
bw_depthwise_row unpack/2 62.13 8.867 0 4.683 4.96
bw_depthwise_row unpack/3 40.78 4.883 0 2.006 3.574 0 0 0.002158
bw_depthwise_row unpack/4 53.29 7.082 0 4.015 4.244 0 0 0.007197
bw_depthwise_row unpack/5 45.46 5.405 0 3.474 3.757
bw_depthwise_row unpack/8 49.32 6.002 0 3.444 3.294
bw_gru_codes four/2 167.2 22.7 0 4.466 2.89 0 4.575e-9
bw_gru_codes four/3 108.3 17.04 0 4.57 2.92 0 3.412e-9
bw_gru_codes four/4 83.77 12.69 0 1.812 2.013 0 2.131e-9 6.357e-12
bw_gru_codes four/5 60.94 9.097 0 0 1.394 0 1.512e-9
bw_gru_codes four/8 51.49 19.25 0 0 1.112 0 1.067e-9
bw_gru_codes fours 206.3 35.18 0 16.1 13.34 0 2.766
bw_gru_codes hidden/2 279.7 52.46 0 18.96 17.32 0 3.937
bw_gru_codes hidden/4 307.4 54.02 0 27.3 22.21 0 3.937
bw_gru_codes hidden/8 292.9 49.63 0 22.56 18.69 0 3.937
bw_gru_codes in/2 30.29 1.677 0 3.35 1.675 0 2.614e-9 1.06e-10
bw_gru_codes in/4 25.14 0.7236 0 0 0.3982 0 0 8.541e-11
bw_gru_codes in/8 23.49 1.482 0 0.3482 0.833 0 0 3.151e-11
bw_gru_codes rest/2 156 34.03 0 19.12 6.159 0 0.3457 2.393e-11
bw_gru_codes rest/3 62.49 8.828 0 2.547 3.529 0 0.08644 3.727e-12
bw_gru_codes rest/4 44.85 7.6 0 2.481 2.696 0 0.06915
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 539.5 47.52 0 127.1 123.1 0 0 4
bw_gru_codes step 133.4 34.41 0 54.91 38 0 5.913e-8 1.369e-9
bw_gru_codes unit 148.5 25.33 0 11.59 9.601 0 1.989
bw_join_codes call 173.1 28.37 0 27.05 0 0 6.562e-9
bw_join_codes copied/4 0.9128 0.4411 0 0.4496 0 0 8.044e-10 2.588e-12
bw_join_codes copied/8 6.234 1.066 0 1.01 0.7378 0 1.426e-10 5.911e-12
bw_join_codes copiedRun 94.42 18.58 0 16.81 12.64 0 0 1
bw_join_codes in/2 29.87 2.495 0 1.827 4.287 0 0.6097
bw_join_codes in/4 30.97 2.723 0 1.817 4.176 0 0.6097
bw_join_codes in/8 29.26 3.257 0 1.826 4.204 0 0.6097 1.015e-12
bw_join_codes inOdd/2 85.98 7.516 0 3.327 9.04 0 0.5568
bw_join_codes inOdd/4 78.75 11.13 0 5.371 17.5 0 0.5568
bw_join_codes out/2 12.51 1.321 0 0.5018 1.636 0 0.1986
bw_join_codes out/4 21.89 1.938 0 0.7125 1.987 0 0.3903 1.744e-12
bw_join_codes out/8 18.71 1.913 0 1.198 2.752 0 0.3903
bw_join_codes outOdd/2 800.4 84.54 0 32.11 104.7 0 12.71
bw_join_codes outOdd/4 69.56 6.145 0 2.735 7.466 0 0.4432
bw_join_codes run 107 36.35 0 24.77 8.062 0 4.631e-9 1.765e-11
bw_lookup_codes call 69.04 17.77 0 17.25 3.98
bw_lookup_codes chunk 98.81 4.181 0 1.379 5.833
bw_lookup_codes in/2 7.112 1.002 0 1.238 0.624
bw_lookup_codes in/4 8.007 1.255 0 1.24 0.6847
bw_lookup_codes in/8 7.516 1.748 0 1.237 1.405
bw_lookup_codes out/2 11.52 2.117 0 0.9693 1.818
bw_lookup_codes out/4 12.66 2.121 0 1.22 1.882
bw_lookup_codes out/8 8.474 2.112 0 1.717 1.6
bw_lstm_codes four/2 225.1 25.95 0 6.488 5.444
bw_lstm_codes four/3 125.8 17.49 0 6.133 3.27
bw_lstm_codes four/4 87.83 12.24 0 2.043 2.007 0 0 1.638e-12
bw_lstm_codes four/5 65.15 9.207 0 0.2679 1.831 0 7.182e-10
bw_lstm_codes four/8 51.98 18.9 0 0 0.767 0 6.069e-10 5.462e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003634
bw_lstm_codes hidden/2 570.2 106.2 0 46.19 33.41 0 6.048
bw_lstm_codes hidden/4 478.3 92.51 0 42.87 32.2 0 6.048
bw_lstm_codes hidden/8 459.4 90.53 0 40.75 30.61 0 6.048 5.752e-11
bw_lstm_codes in/2 0.8891 0 0 0 0.1478
bw_lstm_codes in/4 23.29 2.359 0 1.312 1.407 0 0 2.575e-11
bw_lstm_codes in/8 21.84 2.001 0 0.3873 1.246 0 0 4.823e-12
bw_lstm_codes rest/2 41.25 13.73 0 8.092 2.205 0 2.376e-7 4.163e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 35.64 5.988 0 0.351 1.622 0 9.142e-8 8.181e-12
bw_lstm_codes rest/5 31.71 5.574 0 1.175 1.915 0 1.017e-7
bw_lstm_codes rest/8 25.52 8.761 0 0 1.4 0 1.31e-7 2.634e-11
bw_lstm_codes sequence 697.3 46.44 0 151.9 114 0 0 4
bw_lstm_codes step 29.53 0 0 0 0 0 0 8.538e-10
bw_lstm_codes unit 227.4 44.6 0 20.09 15.06 0 2.952
bw_max_pool_row chunk 0 0 0 12.56
bw_max_pool_row chunkTap 35.43 5.966 0 0.08411 3.99
bw_max_pool_row in/2 12.3 2.036 0 1.224 1.881
bw_max_pool_row in/4 12.64 2.417 0 1.062 2.117
bw_max_pool_row in/8 11.83 2.895 0 1.083 2.729
bw_max_pool_row inOdd/2 15.89 2.737 0 0.9802 2.264
bw_max_pool_row inOdd/4 13.05 2.377 0 0.6442 1.725
bw_max_pool_row out/2 1.171 0 0 0.06755
bw_max_pool_row out/4 5.712 0 0 1.185
bw_max_pool_row out/8 2.279 0 0 1.637
bw_max_pool_row outOdd/2 22.93 3.084 0 2.891 2.674
bw_max_pool_row outOdd/4 46.46 8.463 0 2.292 6.141
bw_max_pool_row pixel 62.04 9.767
bw_max_pool_row rest 9.976 2.774 0 1.034 2.708
bw_max_pool_row row 103.2 33.35 0 28.31 6.946
bw_multiply_codes call 99.14 33.18 0 32.04 1.786 0 1.856e-9
bw_multiply_codes chunk 79.09 15.65 0 2.352 12.83 0 1.777e-10 0.9594
bw_multiply_codes in/2 11.98 0.7599 0 0.9279 0.4129 0 0.2688
bw_multiply_codes in/4 15.81 1.244 0 1.05 0.7302 0 0.2688
bw_multiply_codes in/8 11.71 1.59 0 0.9924 1.53 0 0.2688
bw_multiply_codes out/2 18.5 2.265 0 0.973 2.192 0 0.3742
bw_multiply_codes out/4 17.98 2.1 0 1.132 2.367 0 0.3742
bw_multiply_codes out/8 15.36 2.125 0 1.63 1.967 0 0.3742
bw_multiply_codes second/2 14.42 1.477 0 1.329 1.05 0 0.3569
bw_multiply_codes second/4 17.66 1.676 0 1.28 1.438 0 0.3569
bw_multiply_codes second/8 15.85 2.195 0 1.321 2.141 0 0.3569
bw_normalize_codes call 625.9 179.5 0 90.92 73.72 0 1.353 5.621e-10
bw_normalize_codes in/2 55.47 7.967 0 0.9899 2.72 0 1.465 4.759e-12
bw_normalize_codes in/4 52.72 7.174 0 0.5503 2.19 0 1.476
bw_normalize_codes in/8 50.44 6.629 0 0.4016 2.095 0 1.469 1.545e-12
bw_normalize_codes out/2 52.64 7.419 0 0.6178 1.673 0 1.525 6.563e-12
bw_normalize_codes out/4 52.6 7.268 0 0.6402 1.964 0 1.528
bw_normalize_codes out/8 54.48 7.111 0 0.4712 2.719 0 1.51
bw_normalize_codes span 189.6 11.69 0 10.97 15.12 0 1.777 1
bw_pad_row code/2 7.554 0.8297 0 0.3372 0.9772 0 0 0.002994
bw_pad_row code/4 5.941 0.7744 0 0.6145 0.8211 0 0 0.004061
bw_pad_row code/8 6.514 1.122 0 1.115 1.064 0 0 0.003248
bw_pad_row codeOdd/2 21.91 2.669 0 1.843 2.134 0 0 0.02223
bw_pad_row codeOdd/4 10.59 1.002 0 0.4533 1.372
bw_pad_row row 0 0.08201 0 0 1.386
bw_pad_row run 120.1 29.83 0 34.45 10.28 0 0 0.4464
bw_rescale_codes call 124.7 26.94 0 24.97
bw_rescale_codes chunk 0 7.159 0 1.068 0 0 1.019e-7
bw_rescale_codes in/2 26.5 2.136 0 1.68 3.198 0 0.5681
bw_rescale_codes in/4 28.2 2.387 0 1.68 3.478 0 0.5681
bw_rescale_codes in/8 27.34 2.886 0 1.68 4.012 0 0.5681
bw_rescale_codes out/2 24.86 2.116 0 0.5712 3.453 0 0.4319
bw_rescale_codes out/4 24.85 2.108 0 0.8178 3.345 0 0.4319
bw_rescale_codes out/8 20.42 2.109 0 1.318 2.924 0 0.4319
bw_resize_row code/2 1.493 0.248 0 0.2481 0.2492 0 0 8.779e-11
bw_resize_row code/4 2.981 0.4966 0 0.4974 0.4982 0 0 6.237e-11
bw_resize_row code/8 5.979 0.9941 0 0.9934 0.9983 0 0 7.114e-11
bw_resize_row row 50.45 13.69 0 16.72 2.242 0 0 6.662e-9
bw_resize_row run 81.17 19.04 0 20.01 7.033 0 0 1
bw_rnn_codes four/2 184 23.08 0 6.46 3.89 0 3.986e-9
bw_rnn_codes four/3 112.9 16.97 0 4.916 1.917 0 1.364e-8
bw_rnn_codes four/4 81.01 12.59 0 0.8105 0.2495 0 1.69e-8
bw_rnn_codes four/5 65.65 9.704 0 0.5144 2.179 0 9.304e-10
bw_rnn_codes four/8 49.34 18.78 0 0 0.7109
bw_rnn_codes fours 0 0 0 0 56.61 0 0.00001341
bw_rnn_codes hidden/2 166.8 27.46 0 14.79 5.15 0 2.227 7.226e-11
bw_rnn_codes hidden/4 145.9 26.91 0 11.53 0 0 2.227
bw_rnn_codes hidden/8 156.4 28.79 0 12.06 0.009487 0 2.227
bw_rnn_codes in/2 23.21 1.786 0 0.9232 0.9957
bw_rnn_codes in/4 34.09 2.458 0 2.546 2.915 0 0 9.555e-12
bw_rnn_codes in/8 27.32 1.117 0 2.172 2.948 0 0 2.77e-11
bw_rnn_codes rest/2 111.5 24.23 0 13.36 8.742 0 0.000001328 2.677e-10
bw_rnn_codes rest/3 29.64 9.39 0 0 2.301 0 7.903e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 34.13 6.494 0 1.746 2.605 0 2.587e-7 8.715e-13
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 545.1 47.66 0 119.1 73.65 0 0 4
bw_rnn_codes step 0 20.54 0 0 0 0 9.493e-8 2.253e-9
bw_rnn_codes unit 54.78 9.727 0 4.457 0.09478 0 0.773
bw_slice_row code/2 3.396 0.6828 0 0.8252 0.4745 0 0 0.02938
bw_slice_row code/4 4.288 0.7953 0 0.89 0.6484 0 0 0.01979
bw_slice_row code/8 7.364 1.31 0 1.416 1.162 0 0 0.02168
bw_slice_row row 118.7 30.41 0 38.26 9.973 0 0 0.8339
bw_slice_row run 20.79 6.836 0 0 1.156
bw_slice_row spread/2 17.93 1.981
bw_slice_row spread/4 29.17 4.562 0 0.5956 0.8411
bw_slice_row spread/8 26.29 3.899 0 0 0.538
bw_softmax_codes in/2 125 19.01 0 14.01 4.862 0 10
bw_softmax_codes in/4 121.8 18.81 0 13.78 5.685 0 10
bw_softmax_codes in/8 115.7 19 0 14 5.085 0 10
bw_softmax_codes pixel 497.7 15.88 0 12.45 53.69 0 1.373e-8
bw_sum_codes bytes 56 5.518 0 4.032 6.596 0 2
bw_sum_codes call 134.9 32.95 0 33.11 0 0 2.49e-9
bw_sum_codes chunk 104.2 19.3 0 2.764 11.69 0 4.853e-10 0.9013
bw_sum_codes in/2 16.61 0.8863 0 1.169 2.49 0 0.6579
bw_sum_codes in/4 19.21 1.23 0 1.197 1.173 0 0.6579
bw_sum_codes in/8 17.26 1.625 0 1.171 1.281 0 0.6579
bw_sum_codes out/2 18.61 1.383 0 0.8365 0.568 0 0.6715
bw_sum_codes out/4 19.93 1.384 0 1.073 1.401 0 0.6715
bw_sum_codes out/8 16.77 1.4 0 1.569 2.325 0 0.6715
bw_sum_codes second/2 17.96 1.1 0 1.189 1.13 0 0.6706
bw_sum_codes second/4 18.58 1.396 0 1.213 1.351 0 0.6706
bw_sum_codes second/8 17.33 1.818 0 1.196 2.381 0 0.6706
bw_transpose_codes code/2 45.01 9.486 0 2.406 2.026
bw_transpose_codes code/4 47.3 9.847 0 2.77 2.066
bw_transpose_codes code/8 44.08 9.343 0 2.246 2.006
`,
    s: `
bw_average_pool_row chunk 360.4 0 0 112.9 115.2 0 7.506e-10
bw_average_pool_row chunkTap 52.48 12.14 0 4.054 4.888
bw_average_pool_row in/2 17.64 3.308 0 2.04 1.887 0 1.54e-11
bw_average_pool_row in/4 18.89 3.562 0 2.074 1.403 0 1.029e-11
bw_average_pool_row in/8 15.47 3.758 0 1.756 1.849 0 8.408e-12
bw_average_pool_row inOdd/2 27.83 5.689 0 3.545 3.374
bw_average_pool_row inOdd/4 25.46 4.434 0 2.613 3.011
bw_average_pool_row out/2 69.56 7.013 0 6.42 9.979 0 1
bw_average_pool_row out/4 66.46 6.578 0 6.124 9.148 0 1
bw_average_pool_row out/8 53.12 6.527 0 6.543 8.713 0 1
bw_average_pool_row outOdd/4 0 0 0 0 0 0 1
bw_average_pool_row pixel 223 15.39 0 11.66 24.78
bw_average_pool_row rest 11.01 3.156 0 1.147 1.433
bw_average_pool_row row 257.9 59.45 0 49.12 29.91
bw_convolution_row any/2 7.108 0.7278 0 0.477 1.157
bw_convolution_row any/4 7.046 0.6431 0 0.5772 1.197
bw_convolution_row any/8 6.903 1.438 0 0.6163 1.331
bw_convolution_row anyOdd/2 0.7304 0 0 0 1.611 0 1.567e-11
bw_convolution_row anyOdd/4 11.79 2.095 0 0.5642 2.435 0 8.483e-12
bw_convolution_row anyPixel 165.3 41.59 0 29.51 13.81 0 3.989e-11 0.0665
bw_convolution_row anyTap 17.43 1.549 0 1.021 3.055
bw_convolution_row group 0 59.08 0 0 0 0 0 5.207
bw_convolution_row one/2 237.7 21.3 0 1.363 16.97
bw_convolution_row one/3 154 15.24 0 1.082 11.09 0 2.527e-13
bw_convolution_row one/4 124 12.48 0 0.5424 9.924 0 3.032e-13
bw_convolution_row one/5 101.3 10.23 0 0.1648 6.111 0 4.883e-13
bw_convolution_row one/8 64.49 19.94 0 0 1.984 0 3.976e-13 0.0004415
bw_convolution_row oneBlock/8 257.1 53.27 0 21.23 25.15 0 4 0.005511
bw_convolution_row oneBlock/narrow 266 49.11 0 15.04 25.26 0 4 0.01705
bw_convolution_row rest/2 80.59 11.22 0 0.3095 7.371 0 2.956e-13
bw_convolution_row rest/3 60.53 7.149 0 1.279 6.661 0 0 0.00923
bw_convolution_row rest/4 44.82 5.475 0 0.107 4.041 0 9.183e-13 0.003824
bw_convolution_row rest/5 37.15 4.415 0 0.2185 3.22
bw_convolution_row rest/8 24.19 8.539 0 0.1187 1.191
bw_convolution_row restChannel 90.59 25.67 0 4.497 3.542 0 1 0.06479
bw_convolution_row row 266.7 0 0 52.3 29
bw_convolution_row single 51.95 26.14 0 17.09 1.06 0 6.272e-11 0.1853
bw_convolution_row three/2 543.2 85.89 0 6.561 18.27 0 5.884e-11 0.004421
bw_convolution_row three/3 360.1 56.22 0 6.201 11.62 0 2.88e-11
bw_convolution_row three/4 280.9 28.56 0 0.6172 11.24 0 1.856e-11
bw_convolution_row three/5 211.9 22.43 0 0.6591 8.553 0 1.772e-11
bw_convolution_row three/8 133.7 28.95 0 0 1.73 0 1.198e-11
bw_convolution_row threeBlock/8 450.7 110 0 64.31 34.69 0 12
bw_convolution_row threeBlock/narrow 642.3 122.3 0 75.3 55.27 0 12
bw_convolution_row triple 153.2 42.08 0 29.11 14.96 0 3.053e-10 0.04647
bw_convolution_row whole/2 4.701 0.1642 0 0.4331 0.1759 0 0 0.0007529
bw_convolution_row whole/4 5.549 0.4501 0 0.5328 0.1716 0 0 0.00128
bw_convolution_row whole/8 5.233 1.84 0 0.3955 0.4287 0 0 0.0005514
bw_convolution_row wholeOdd/2 18.11 1.532 0 1.064 2.937 0 5.973e-13 0.0007616
bw_convolution_row wholeOdd/4 7.96 0.601 0 0.5332 0.7644 0 0 0.001051
bw_convolution_row wholePixel 35.6 11.89 0 8.009 3.131 0 0 0.0338
bw_convolution_row wholeRun 43.04 5.553 0 2.758 5.728 0 6.488e-12
bw_depthwise_row block 317.6 70.17 0 56.55 37.11 0 3.595e-10
bw_depthwise_row edge/8 161.1 27.11 0 11.49 21.17 0 4 0.02788
bw_depthwise_row edge/narrow 198.5 28.14 0 2.105 14.48 0 4 0.07651
bw_depthwise_row edgeTap/2 10.48 1.079 0 0 0.5062 0 5.927e-12
bw_depthwise_row edgeTap/4 15.53 2.899 0 0.4272 0.4831 0 1.3e-12
bw_depthwise_row edgeTap/8 21.11 5.248 0 0.956 1.308 0 1.071e-12
bw_depthwise_row pixel/8 130.9 28.76 0 11.55 11.99 0 4
bw_depthwise_row pixel/narrow 206.7 38.87 0 15.62 20.64 0 4
bw_depthwise_row point 13.39 2.249 0 0.9082 2.254 0 0 0.1089
bw_depthwise_row row 269.2 62.26 0 49.73 42.33 0 0 4.457
bw_depthwise_row single 74.07 22.51 0 1.553 3.605 0 1 0.08694
bw_depthwise_row singleTap/2 55.07 10.07 0 0.05351 5.584 0 3.889e-12
bw_depthwise_row singleTap/4 53.5 9.504 0 0.01117 6.7 0 1.311e-12
bw_depthwise_row singleTap/8 52.57 9.769 0 0.1303 6.296 0 1.229e-12 0.01227
bw_depthwise_row tap/2 29.25 3.608 0 0.1775 1.943 0 2.175e-11
bw_depthwise_row tap/4 26.98 4.591 0 0.08733 0.9649 0 1.149e-11
bw_depthwise_row tap/8 23.65 6.026 0 0 1.711 0 1.216e-11
bw_depthwise_row threeBlock/2 965.6 161.4 0 95.98 116.6 0 3.979e-10 1.197
bw_depthwise_row threeBlock/3 831.9 136.7 0 81.96 108.9 0 3.563e-10 0.2759
bw_depthwise_row threeBlock/4 860.8 141.9 0 87.01 105.8 0 8.1e-10 0.6131
bw_depthwise_row threeBlock/5 1043 174.6 0 91.61 117.4 0 4.59e-10 0.3203
bw_depthwise_row threeBlock/8 1106 182.1 0 103.7 119.5 0 1.122e-9 0.5312
bw_depthwise_row threeCut 0 0 0 0 0 0 2.722e-10
bw_depthwise_row threeEdge 27.3 0.2121 0 20.09 3.895 0 4.525e-11 0.03046
bw_depthwise_row threeNarrow 45.02 1.965 0 3.158 5.226 0 1.518e-10
bw_depthwise_row threePixel/narrow 378.5 73.85 0 13.01 21.67 0 4
bw_depthwise_row threePixel/8 350.7 85.37 0 10.36 27.65 0 4
bw_depthwise_row unpack/2 72.01 10.6 0 4.437 8.415
bw_depthwise_row unpack/3 50.37 6.403 0 2.047 6.37
bw_depthwise_row unpack/4 64.07 9.23 0 4.078 7.022 0 0 0.005108
bw_depthwise_row unpack/5 55.46 7.392 0 3.471 6.41
bw_depthwise_row unpack/8 59.66 8.095 0 3.272 6.087 0 0 0.003671
bw_gru_codes four/2 233.2 22.47 0 4.625 15.62 0 4.566e-9
bw_gru_codes four/3 158.1 19.2 0 6.635 10.33 0 3.357e-9
bw_gru_codes four/4 122.7 13.09 0 2.128 10.05 0 2.097e-9 6.8e-12
bw_gru_codes four/5 99.1 9.391 0 0 5.761 0 1.422e-9
bw_gru_codes four/8 61.51 19.31 0 0 2.118 0 1.049e-9
bw_gru_codes fours 263.5 45.93 0 23.03 24.94 0 2.758
bw_gru_codes hidden/2 344.8 65.85 0 28.57 24.87 0 3.949
bw_gru_codes hidden/4 394.2 72.45 0 38.39 32.25 0 3.949
bw_gru_codes hidden/8 376.9 65.09 0 32.53 36.48 0 3.949
bw_gru_codes in/2 48.27 3.528 0 4.072 7.85 0 2.353e-9 1.028e-10
bw_gru_codes in/4 31.74 0 0 0 5.92 0 0 8.486e-11
bw_gru_codes in/8 30.83 1.281 0 0.09492 3.717 0 0 3.261e-11
bw_gru_codes rest/2 152.7 26.82 0 9.695 13.43 0 0.3447 2.276e-11
bw_gru_codes rest/3 82.6 8.086 0 1.502 10.88 0 0.08618 2.131e-12
bw_gru_codes rest/4 60.12 8.136 0 2.781 6.685 0 0.06895
bw_gru_codes rest/5 0
bw_gru_codes rest/8 0
bw_gru_codes sequence 620.8 60.92 0 119.2 128.1 0 0 4
bw_gru_codes step 136.2 55.63 0 92.07 0 0 5.922e-8 1.382e-9
bw_gru_codes unit 189.6 33.04 0 16.56 17.95 0 1.982
bw_join_codes call 151.8 23.59 0 24.38 6.608 0 7.348e-9
bw_join_codes copied/4 1.48 0.1873 0 0.441 0 0 7.811e-10 2.465e-12
bw_join_codes copied/8 6.456 1.099 0 1.041 1.57 0 1.347e-10 6.338e-12
bw_join_codes copiedRun 72.99 14.85 0 7.983 0 0 0 1
bw_join_codes in/2 39.68 4.448 0 3.16 7.302 0 0.6114
bw_join_codes in/4 40.61 4.622 0 3.128 6.338 0 0.6114
bw_join_codes in/8 37.42 5.033 0 2.996 7.026 0 0.6114 1.021e-12
bw_join_codes inOdd/2 93.64 10.65 0 6.473 15.74 0 0.5504
bw_join_codes inOdd/4 46.92 11.23 0 5.556 14.11 0 0.5504
bw_join_codes out/2 16.35 1.915 0 0.8984 3.091 0 0.1978
bw_join_codes out/4 32.62 3.233 0 1.552 5.058 0 0.3886 1.516e-12
bw_join_codes out/8 23.83 3.067 0 1.961 4.463 0 0.3886
bw_join_codes outOdd/2 1046 122.6 0 57.5 197.8 0 12.66
bw_join_codes outOdd/4 76.7 8.809 0 5.349 12.96 0 0.4496
bw_join_codes run 116.7 34.78 0 23.16 11.65 0 4.484e-9 2.056e-11
bw_lookup_codes call 54.38 13.28 0 12.78 6.768
bw_lookup_codes chunk 94.83 11.66 0 5.067 15.2
bw_lookup_codes in/2 9.195 1.107 0 1.365 1.657
bw_lookup_codes in/4 10.28 1.368 0 1.373 1.174
bw_lookup_codes in/8 8.49 1.723 0 1.234 1.769
bw_lookup_codes out/2 18.25 2.091 0 0.9142 3.025
bw_lookup_codes out/4 18.91 2.099 0 1.169 3.222
bw_lookup_codes out/8 8.695 2.053 0 1.629 1.921
bw_lstm_codes four/2 293.7 28.02 0 9.244 20.32
bw_lstm_codes four/3 182.3 21.7 0 9.92 12.44
bw_lstm_codes four/4 128.9 13.15 0 2.66 10.77 0 0 1.577e-12
bw_lstm_codes four/5 99.96 9.487 0 0.4492 6.098 0 7.355e-10
bw_lstm_codes four/8 62.14 19.06 0 0 2.249 0 6.075e-10 5.163e-12
bw_lstm_codes fours 0 0 0 0 0 0 0.000003476
bw_lstm_codes hidden/2 674.1 114.6 0 55.8 56.29 0 6.04
bw_lstm_codes hidden/4 622.8 109.4 0 58.92 53.41 0 6.04
bw_lstm_codes hidden/8 590.4 104.1 0 54.19 51.21 0 6.04 5.791e-11
bw_lstm_codes in/2 12.07 0 0 0 3.031
bw_lstm_codes in/4 29.95 1.924 0 0.9755 3.995 0 0 2.599e-11
bw_lstm_codes in/8 29.67 1.627 0 0.448 4.147 0 0 6.056e-12
bw_lstm_codes rest/2 55.69 8.833 0 0 9.529 0 2.283e-7 4.044e-11
bw_lstm_codes rest/3 0
bw_lstm_codes rest/4 47.58 5.502 0 0 5.606 0 8.748e-8 8.189e-12
bw_lstm_codes rest/5 45.68 6.324 0 1.496 3.917 0 9.725e-8
bw_lstm_codes rest/8 26.95 9.415 0 0 1.923 0 1.254e-7 2.642e-11
bw_lstm_codes sequence 893.1 96.74 0 181.4 159.9 0 0 4
bw_lstm_codes step 0 0 0 0 0 0 0 8.747e-10
bw_lstm_codes unit 292.4 51.46 0 26.78 25.3 0 2.96
bw_max_pool_row chunk 31.59 0 0 24.51
bw_max_pool_row chunkTap 48.58 9.716 0 2.258 7.789
bw_max_pool_row in/2 16.26 2.185 0 1.407 2.762
bw_max_pool_row in/4 16 2.567 0 1.204 2.286
bw_max_pool_row in/8 13.4 2.845 0 0.9986 2.748
bw_max_pool_row inOdd/2 24.85 4.068 0 2.312 4.113
bw_max_pool_row inOdd/4 27 4.614 0 3.12 4.65
bw_max_pool_row out/2 3.224 0 0 0 0.2081
bw_max_pool_row out/4 11.28 0 0 1.484 0.4885
bw_max_pool_row out/8 3.244 0 0 2.129
bw_max_pool_row outOdd/2 20.9 1.95 0 1.81 4.481
bw_max_pool_row outOdd/4 96.1 16.42 0 11.1 16.55
bw_max_pool_row pixel 113.9 1.728 0 4.358 27.6
bw_max_pool_row rest 9.065 2.123 0 0.4774 2.184
bw_max_pool_row row 140.6 44.64 0 35.23 19.21
bw_multiply_codes call 55.75 24.69 0 25.34 25.3 0 2.134e-9
bw_multiply_codes chunk 76.97 10.58 0 1.412 9.917 0 1.654e-10 1.928
bw_multiply_codes in/2 15.41 1.776 0 1.161 1.13 0 0.2676
bw_multiply_codes in/4 21.56 2.748 0 1.758 1.836 0 0.2676
bw_multiply_codes in/8 12.64 2.361 0 0.9726 1.735 0 0.2676
bw_multiply_codes out/2 23.94 3.377 0 0.9025 3.285 0 0.3774
bw_multiply_codes out/4 22.17 3.026 0 0.8799 2.935 0 0.3774
bw_multiply_codes out/8 15.69 3.329 0 1.656 2.051 0 0.3774
bw_multiply_codes second/2 16.88 2.61 0 1.423 2.821 0 0.355
bw_multiply_codes second/4 23.05 3.246 0 1.82 2.174 0 0.355
bw_multiply_codes second/8 16.93 3.202 0 1.289 2.236 0 0.355
bw_normalize_codes call 442.7 88.33 0 49.51 82.17 0 1.792e-8 5.634e-10
bw_normalize_codes in/2 76.42 15.74 0 3.631 5.752 0 1.481 4.593e-12
bw_normalize_codes in/4 74.27 15.52 0 3.477 4.96 0 1.481
bw_normalize_codes in/8 72.47 15.15 0 3.422 4.641 0 1.481 1.373e-12
bw_normalize_codes out/2 74.92 15.85 0 3.579 5.768 0 1.519 6.787e-12
bw_normalize_codes out/4 74.83 15.69 0 3.594 5.562 0 1.519
bw_normalize_codes out/8 76.12 15.75 0 3.531 4.444 0 1.519
bw_normalize_codes span 233.9 6.566 0 6.951 42.05 0 2 1
bw_pad_row code/2 12.27 0.8945 0 0.3773 1.727 0 0 0.002129
bw_pad_row code/4 8.341 0.7821 0 0.6961 1.25 0 0 0.004112
bw_pad_row code/8 6.863 1.106 0 1.159 1.146 0 0 0.003224
bw_pad_row codeOdd/2 28.71 2.942 0 2.603 4.95 0 0 0.02223
bw_pad_row codeOdd/4 12.67 1.168 0 0.431 2.14
bw_pad_row row 0 3.76
bw_pad_row run 293.5 26.4 0 66.39 58.84 0 0 0.4464
bw_rescale_codes call 117.2 22.88 0 21.91
bw_rescale_codes chunk 0 6.463 0 0.389 0 0 9.529e-8
bw_rescale_codes in/2 35.46 3.961 0 2.943 6.425 0 0.5687
bw_rescale_codes in/4 37.26 4.2 0 2.932 6.425 0 0.5687
bw_rescale_codes in/8 35.09 4.577 0 2.81 6.837 0 0.5687
bw_rescale_codes out/2 37.19 3.46 0 1.475 6.83 0 0.4313
bw_rescale_codes out/4 36.64 3.446 0 1.717 6.545 0 0.4313
bw_rescale_codes out/8 26.04 3.408 0 2.178 5.035 0 0.4313
bw_resize_row code/2 1.492 0.2479 0 0.248 0.2492 0 0 8.767e-11
bw_resize_row code/4 2.98 0.4964 0 0.4972 0.4982 0 0 6.063e-11
bw_resize_row code/8 5.978 0.9938 0 0.993 0.9982 0 0 7.019e-11
bw_resize_row row 43.46 10.69 0 14.72 3.242 0 0 6.94e-9
bw_resize_row run 74.19 19.04 0 13.01 5.034 0 0 1
bw_rnn_codes four/2 258.8 22.54 0 6.194 22.97 0 4.417e-9
bw_rnn_codes four/3 166.4 18.25 0 6.878 13.5 0 1.36e-8
bw_rnn_codes four/4 119.6 11.62 0 0.5914 9.84 0 1.731e-8
bw_rnn_codes four/5 100.1 9.15 0 0.2863 6.994 0 8.725e-10
bw_rnn_codes four/8 59.99 18.45 0 0 2.663
bw_rnn_codes fours 0 0 0 0 0 0 0.00001267
bw_rnn_codes hidden/2 208.7 34.39 0 17.99 22.39 0 2.228 7.378e-11
bw_rnn_codes hidden/4 186.1 33.39 0 15.01 16 0 2.228
bw_rnn_codes hidden/8 196.4 36.37 0 16.5 15.33 0 2.228
bw_rnn_codes in/2 30.74 2.125 0 1.086 3.667
bw_rnn_codes in/4 42.27 2.707 0 2.273 6.4 0 0 9.892e-12
bw_rnn_codes in/8 34.51 0.9019 0 1.71 6.189 0 0 2.821e-11
bw_rnn_codes rest/2 117.6 15.79 0 4.901 13.07 0 0.000001256 2.604e-10
bw_rnn_codes rest/3 32.82 7.355 0 0 0 0 7.437e-7
bw_rnn_codes rest/4 0
bw_rnn_codes rest/5 50.62 7.457 0 2.699 4.269 0 2.447e-7
bw_rnn_codes rest/8 0
bw_rnn_codes sequence 639.8 83.76 0 139.1 103.3 0 0 4
bw_rnn_codes step 0 0 0 0 0 0 9.798e-8 2.255e-9
bw_rnn_codes unit 68.81 12.2 0 5.79 6.144 0 0.7722
bw_slice_row code/2 2.976 0.5395 0 0.6175 0.3292 0 0 0.02929
bw_slice_row code/4 4.006 0.7001 0 0.7499 0.5527 0 0 0.0194
bw_slice_row code/8 7.079 1.211 0 1.268 1.058 0 0 0.02183
bw_slice_row row 97.21 22.43 0 29.84 5.955 0 0 0.8964
bw_slice_row run 28.7 11.89 0 0.2111 3.237
bw_slice_row spread/2 19.09 2.637 0 0 0.3584
bw_slice_row spread/4 29.26 4.636 0 0.6674 0.9112
bw_slice_row spread/8 26.95 4.178 0 0.2321 0.7839
bw_softmax_codes in/2 218.6 25 0 16 25.47 0 10
bw_softmax_codes in/4 215.4 24.78 0 15.75 26.73 0 10
bw_softmax_codes in/8 207.7 24.99 0 15.99 23.97 0 10
bw_softmax_codes pixel 497.3 12.18 0 11.26 73.33 0 1.491e-8
bw_sum_codes bytes 71.92 10.29 0 6.002 8.606 0 2
bw_sum_codes call 94.06 26.22 0 26.44 0 0 2.47e-9
bw_sum_codes chunk 152.7 19.44 0 8.892 20.77 0 5.659e-10 1.785
bw_sum_codes in/2 24.23 2.6 0 1.915 3.867 0 0.656
bw_sum_codes in/4 26.07 2.962 0 1.951 2.181 0 0.656
bw_sum_codes in/8 22.08 3.104 0 1.679 1.879 0 0.656
bw_sum_codes out/2 27.25 3.018 0 1.446 1.717 0 0.6688
bw_sum_codes out/4 28.92 3.075 0 1.741 2.764 0 0.6688
bw_sum_codes out/8 19.78 3.014 0 2.158 2.663 0 0.6688
bw_sum_codes second/2 24.47 2.802 0 1.884 2.386 0 0.6752
bw_sum_codes second/4 25.5 3.155 0 1.966 2.193 0 0.6752
bw_sum_codes second/8 22.08 3.236 0 1.612 2.798 0 0.6752
bw_transpose_codes code/2 47.26 9.791 0 2.62 2.768
bw_transpose_codes code/4 49.21 10.06 0 2.956 3.15
bw_transpose_codes code/8 45.43 9.567 0 2.293 2.404
`,
  },
};
