/** Code of cortex-m7. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const CORTEX_M7: CodeData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_pool bw_average_pool_row 1208 304 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 700 96 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 356 72
bw_convolution bw_convolution/three_pixels 496 88 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 656 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 152 104 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 116 48
bw_depthwise bw_depthwise/add_4 116 48
bw_depthwise bw_depthwise/add_8 104 48
bw_depthwise bw_depthwise/add_outside 72 20
bw_depthwise bw_depthwise/any_pixel 664 96 bw_depthwise/add_outside
bw_depthwise bw_depthwise/drop_row 152 36
bw_depthwise bw_depthwise/load_bytes_three 360 40
bw_depthwise bw_depthwise/narrow_three.constprop.0 432 120
bw_depthwise bw_depthwise/run_2 264 40
bw_depthwise bw_depthwise/run_4 264 40
bw_depthwise bw_depthwise/run_8 240 40
bw_depthwise bw_depthwise/single_channels 708 136
bw_depthwise bw_depthwise/three_2 692 88
bw_depthwise bw_depthwise/three_4 692 88
bw_depthwise bw_depthwise/three_8 596 88
bw_depthwise bw_depthwise/three_row 556 296 bw_depthwise/drop_row bw_depthwise/load_bytes_three bw_depthwise/narrow_three.constprop.0 bw_depthwise/unpack_straddling bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_straddling 100 80 bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_three 552 36
bw_depthwise bw_depthwise_row 1528 280 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels bw_depthwise/three_row
bw_depthwise bw_depthwise_taps_2 12 0 bw_depthwise/add_2 bw_depthwise/run_2 bw_depthwise/three_2
bw_depthwise bw_depthwise_taps_4 12 0 bw_depthwise/add_4 bw_depthwise/run_4 bw_depthwise/three_4
bw_depthwise bw_depthwise_taps_8 12 0 bw_depthwise/add_8 bw_depthwise/run_8 bw_depthwise/three_8
bw_dot bw_dot/by_three_2 344 48 bw_finish_six
bw_dot bw_dot/by_three_3 232 48 bw_finish_six
bw_dot bw_dot/by_three_4 196 48 bw_finish_six
bw_dot bw_dot/by_three_5 160 48 bw_finish_six
bw_dot bw_dot/by_three_8 200 48 bw_finish_six
bw_dot bw_dot/four_by_one_2 312 44
bw_dot bw_dot/four_by_one_3 216 44
bw_dot bw_dot/four_by_one_4 180 44
bw_dot bw_dot/four_by_one_5 148 44
bw_dot bw_dot/four_by_one_8 176 40
bw_dot bw_dot/levels_by_three_3 272 48 bw_finish_six
bw_dot bw_dot/levels_by_three_4 228 48 bw_finish_six
bw_dot bw_dot/levels_four_by_one_3 296 44
bw_dot bw_dot/levels_four_by_one_4 244 44
bw_dot bw_dot/levels_one_by_one_3 120 48
bw_dot bw_dot/levels_one_by_one_4 116 48
bw_dot bw_dot/one_by_one_2 84 32
bw_dot bw_dot/one_by_one_3 88 32
bw_dot bw_dot/one_by_one_4 84 32
bw_dot bw_dot/one_by_one_5 88 32
bw_dot bw_dot/one_by_one_8 76 28
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 124 24
bw_dot bw_finish_six 176 0
bw_spikes bw_fire_codes 464 80
bw_gather bw_gather/any_2 696 120 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 796 128 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 560 112 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 56 16
bw_gather bw_gather/expand_singly 100 32
bw_gather bw_gather/whole_2 188 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 232 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 556 64
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 224 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 120 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 284 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 116 40 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 704 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 412 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 752 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 436 184 bw_pack bw_unpack
bw_normalize bw_normalize_codes 992 160
bw_codes bw_pack 244 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 112 36
bw_recurrent bw_recurrent/gates_of 256 88 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 164 64
bw_recurrent bw_recurrent/reset_after 632 184 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 556 176 bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 364 80 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 292 24 bw_tanh_units
bw_elementwise bw_rescale_codes 332 136 bw_pack bw_unpack
bw_move bw_resize_row 100 64 bw_copy
bw_rows bw_ring_row 28 4
bw_recurrent bw_rnn_codes 576 160 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 72 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 240 88 bw_copy
bw_softmax bw_softmax_codes 612 72
bw_spikes bw_spike_product_row 380 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 372 80 memset
bw_spikes bw_spikes_2 396 136 memset
bw_spikes bw_spikes_3 148 36
bw_spikes bw_spikes_4 416 136 memset
bw_spikes bw_spikes_5 148 36
bw_spikes bw_spikes_8 464 136 memset
bw_spikes bw_spiking_row 556 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 48 4
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 100 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 700 232 bw_pack bw_unpack
bw_recurrent bw_tanh_units 84 4 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 192 80 memset
bw_codes bw_unpack 176 20 memcpy
bw_wide bw_wide_average_pool_row 712 128
bw_wide_convolution bw_wide_convolution_row 1476 240 memset
bw_wide_recurrent bw_wide_gru_codes 1248 328 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 180 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 492 104
bw_wide_recurrent bw_wide_lstm_codes 496 232 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 264 80
bw_wide bw_wide_multiply_codes 544 136
bw_wide bw_wide_normalize_codes 1124 184
bw_wide bw_wide_pad_row 136 40 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 84 48
bw_wide_recurrent bw_wide_recurrent/expand 124 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/gates_of 388 152 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 196 88 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_code 116 16
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 248 16
bw_wide_recurrent bw_wide_recurrent/scaled_pair 192 32
bw_wide_recurrent bw_wide_recurrent/start 468 120 bw_wide_recurrent/expand bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 116 32 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 420 112
bw_wide_recurrent bw_wide_rnn_codes 312 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 480 128
bw_spikes bw_widen_spikes 124 48
calls calls/copied-state 8 0
calls calls/entry 68 0
calls calls/fed 32 0
calls calls/image 37 0
calls calls/joined 40 0
calls calls/once 26 0
calls calls/once-window 29 0
calls calls/operand 12 0
calls calls/ring 36 0
calls calls/row 61 0
calls calls/state 16 0
calls calls/states 107 0
calls calls/stepped-once 40 0
calls calls/stepped-once-window 114 0
calls calls/stepped-row 58 0
calls calls/stepped-window 34 0
calls calls/stream 28 0
calls calls/stream-row 47 0
calls calls/stream-window 58 0
calls calls/supplied 146 0
calls calls/tensor 16 0
calls calls/whole 24 0
calls calls/window 66 0
- lib_a-memcpy.o.text 308 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 164 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    3: `
bw_pool bw_average_pool_row 1224 296 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1300 88 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 348 128
bw_convolution bw_convolution/remaining_channels.constprop.1 328 128
bw_convolution bw_convolution/three_pixels 976 88 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 892 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 880 112 bw_pack memcpy
bw_depthwise bw_depthwise/add_2 116 48
bw_depthwise bw_depthwise/add_4 116 48
bw_depthwise bw_depthwise/add_8 104 48
bw_depthwise bw_depthwise/add_outside 72 20
bw_depthwise bw_depthwise/any_pixel 1136 96 bw_depthwise/add_outside
bw_depthwise bw_depthwise/drop_row 700 72
bw_depthwise bw_depthwise/load_bytes_three 360 40
bw_depthwise bw_depthwise/narrow_three.constprop.0 1096 128
bw_depthwise bw_depthwise/run_2 264 40
bw_depthwise bw_depthwise/run_4 264 40
bw_depthwise bw_depthwise/run_8 240 40
bw_depthwise bw_depthwise/single_channels 720 136
bw_depthwise bw_depthwise/three_2 692 88
bw_depthwise bw_depthwise/three_4 692 88
bw_depthwise bw_depthwise/three_8 596 88
bw_depthwise bw_depthwise/three_row 752 312 bw_depthwise/drop_row bw_depthwise/load_bytes_three bw_depthwise/narrow_three.constprop.0 bw_depthwise/unpack_straddling bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_straddling 100 80 bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_three 552 36
bw_depthwise bw_depthwise_row 1740 288 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels bw_depthwise/three_row
bw_depthwise bw_depthwise_taps_2 12 0 bw_depthwise/add_2 bw_depthwise/run_2 bw_depthwise/three_2
bw_depthwise bw_depthwise_taps_4 12 0 bw_depthwise/add_4 bw_depthwise/run_4 bw_depthwise/three_4
bw_depthwise bw_depthwise_taps_8 12 0 bw_depthwise/add_8 bw_depthwise/run_8 bw_depthwise/three_8
bw_dot bw_dot/by_three_2 344 48 bw_finish_six
bw_dot bw_dot/by_three_3 232 48 bw_finish_six
bw_dot bw_dot/by_three_4 196 48 bw_finish_six
bw_dot bw_dot/by_three_5 160 48 bw_finish_six
bw_dot bw_dot/by_three_8 200 48 bw_finish_six
bw_dot bw_dot/four_by_one_2 312 44
bw_dot bw_dot/four_by_one_3 216 44
bw_dot bw_dot/four_by_one_4 180 44
bw_dot bw_dot/four_by_one_5 148 44
bw_dot bw_dot/four_by_one_8 176 40
bw_dot bw_dot/levels_by_three_3 272 48 bw_finish_six
bw_dot bw_dot/levels_by_three_4 228 48 bw_finish_six
bw_dot bw_dot/levels_four_by_one_3 296 44
bw_dot bw_dot/levels_four_by_one_4 244 44
bw_dot bw_dot/levels_one_by_one_3 324 48
bw_dot bw_dot/levels_one_by_one_4 288 48
bw_dot bw_dot/one_by_one_2 400 64
bw_dot bw_dot/one_by_one_3 268 48
bw_dot bw_dot/one_by_one_4 204 36
bw_dot bw_dot/one_by_one_5 164 28
bw_dot bw_dot/one_by_one_8 124 24
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 124 24
bw_dot bw_finish_six 176 0
bw_spikes bw_fire_codes 468 88
bw_gather bw_gather/any_2 696 112 bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 812 120 bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 624 112 bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8.part.0.constprop.0
bw_gather bw_gather/expand_fill 68 16
bw_gather bw_gather/expand_singly.constprop.0 108 72
bw_gather bw_gather/expand_singly.constprop.1 108 72
bw_gather bw_gather/expand_singly.constprop.2 96 72
bw_gather bw_gather/three_nines 328 64
bw_gather bw_gather/whole_2 184 64 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 236 72 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 256 56 bw_gather/three_nines
bw_gather bw_gather/whole_8.part.0.constprop.0 144 36
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 224 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 128 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 316 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 116 40 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1028 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 412 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 1004 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 508 192 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1260 152
bw_codes bw_pack 244 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 112 36
bw_recurrent bw_recurrent/gates_of 548 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 224 56
bw_recurrent bw_recurrent/reset_after 1656 192 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1220 168 bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 984 72 bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 544 64 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 360 28 bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 396 144 bw_pack bw_unpack
bw_move bw_resize_row 100 64 bw_copy
bw_rows bw_ring_row 28 4
bw_recurrent bw_rnn_codes 1468 144 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 72 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 228 80 bw_copy
bw_softmax bw_softmax_codes 624 72
bw_spikes bw_spike_product_row 388 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 384 80 memset
bw_spikes bw_spikes_2 884 144 memset
bw_spikes bw_spikes_3 188 36
bw_spikes bw_spikes_4 580 128 memset
bw_spikes bw_spikes_5 160 36
bw_spikes bw_spikes_8 428 128 memset
bw_spikes bw_spiking_row 556 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 48 4
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 100 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 700 232 bw_pack bw_unpack
bw_recurrent bw_tanh_units 84 4 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 568 80 memset
bw_codes bw_unpack 220 20 memcpy
bw_wide bw_wide_average_pool_row 904 144
bw_wide_convolution bw_wide_convolution_row 3340 256 memset
bw_wide_recurrent bw_wide_gru_codes 1784 320 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 632 160 bw_copy
bw_wide bw_wide_lookup_codes 488 104
bw_wide_recurrent bw_wide_lstm_codes 720 224 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 264 80
bw_wide bw_wide_multiply_codes 568 136
bw_wide bw_wide_normalize_codes 1668 216
bw_wide bw_wide_pad_row 180 48 memcpy
bw_wide_recurrent bw_wide_recurrent/expand 232 64
bw_wide_recurrent bw_wide_recurrent/gates_of 928 136 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 496 104
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 248 16
bw_wide_recurrent bw_wide_recurrent/start 592 144 bw_wide_recurrent/expand memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 584 144 bw_wide_recurrent/expand memset
bw_wide bw_wide_rescale_codes 424 112
bw_wide_recurrent bw_wide_rnn_codes 564 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 500 128
bw_spikes bw_widen_spikes 124 48
calls calls/copied-state 15 0
calls calls/entry 68 0
calls calls/fed 32 0
calls calls/image 37 0
calls calls/joined 39 0
calls calls/once 26 0
calls calls/once-window 30 0
calls calls/operand 11 0
calls calls/ring 36 0
calls calls/row 62 0
calls calls/state 15 0
calls calls/states 112 0
calls calls/stepped-once 40 0
calls calls/stepped-once-window 114 0
calls calls/stepped-row 57 0
calls calls/stepped-window 34 0
calls calls/stream 28 0
calls calls/stream-row 47 0
calls calls/stream-window 57 0
calls calls/supplied 146 0
calls calls/tensor 16 0
calls calls/whole 23 0
calls calls/window 66 0
- lib_a-memcpy.o.text 308 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 164 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    s: `
bw_pool bw_average_pool_row 596 256 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 446 88 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 314 64
bw_convolution bw_convolution/three_pixels 424 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 524 208 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 142 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 122 48
bw_depthwise bw_depthwise/add_4 122 48
bw_depthwise bw_depthwise/add_8 116 48
bw_depthwise bw_depthwise/add_outside 62 12
bw_depthwise bw_depthwise/any_pixel 580 96 bw_depthwise/add_outside memset
bw_depthwise bw_depthwise/run_2 262 40
bw_depthwise bw_depthwise/run_4 262 40
bw_depthwise bw_depthwise/run_8 238 40
bw_depthwise bw_depthwise/single_channels 584 120
bw_depthwise bw_depthwise_row 1254 272 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memset
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 342 48 bw_finish_six
bw_dot bw_dot/by_three_3 232 48 bw_finish_six
bw_dot bw_dot/by_three_4 196 48 bw_finish_six
bw_dot bw_dot/by_three_5 160 48 bw_finish_six
bw_dot bw_dot/by_three_8 200 48 bw_finish_six
bw_dot bw_dot/four_by_one_2 312 44
bw_dot bw_dot/four_by_one_3 214 44
bw_dot bw_dot/four_by_one_4 178 44
bw_dot bw_dot/four_by_one_5 148 44
bw_dot bw_dot/four_by_one_8 176 40
bw_dot bw_dot/levels_by_three_3 272 48 bw_finish_six
bw_dot bw_dot/levels_by_three_4 228 48 bw_finish_six
bw_dot bw_dot/levels_four_by_one_3 296 44
bw_dot bw_dot/levels_four_by_one_4 242 44
bw_dot bw_dot/levels_one_by_one_3 94 36
bw_dot bw_dot/levels_one_by_one_4 96 36
bw_dot bw_dot/one_by_one_2 68 28
bw_dot bw_dot/one_by_one_3 70 28
bw_dot bw_dot/one_by_one_4 68 28
bw_dot bw_dot/one_by_one_5 70 28
bw_dot bw_dot/one_by_one_8 58 20
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 64 72 bw_pack memset
bw_rows bw_find_rows 102 32 bw_ring_row
bw_dot bw_finish_six 176 0
bw_spikes bw_fire_codes 428 80
bw_gather bw_gather/any_2 626 104 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 696 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 468 88 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 54 20
bw_gather bw_gather/expand_singly 98 24
bw_gather bw_gather/whole_2 178 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 218 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 232 64
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 200 80 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 108 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 220 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 114 40 bw_convolution_row
bw_elementwise bw_lookup_codes 112 88 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 576 184 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 312 144 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 576 432 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 352 168 bw_pack bw_unpack
bw_normalize bw_normalize_codes 808 144
bw_codes bw_pack 208 24 memcpy
bw_move bw_pad_row 200 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 74 40 bw_recurrent/put_half
bw_recurrent bw_recurrent/gates_of 264 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 50 16
bw_recurrent bw_recurrent/multiply 138 56
bw_recurrent bw_recurrent/put_half 34 12
bw_recurrent bw_recurrent/reset_after 544 152 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 392 136 bw_recurrent/gates_of bw_recurrent/put_half bw_recurrent/update bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 514 0
bw_recurrent bw_recurrent/start 270 64 bw_recurrent/expand bw_recurrent/put_half memset
bw_recurrent bw_recurrent/update 246 24 bw_tanh_units
bw_elementwise bw_rescale_codes 288 120 bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 24 8
bw_recurrent bw_rnn_codes 402 128 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 72 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 206 72 bw_copy
bw_softmax bw_softmax_codes 534 64
bw_spikes bw_spike_product_row 308 232 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 320 80 memset
bw_spikes bw_spikes_2 320 120 memset
bw_spikes bw_spikes_3 104 32
bw_spikes bw_spikes_4 330 120 memset
bw_spikes bw_spikes_5 104 32
bw_spikes bw_spikes_8 334 120 memset
bw_spikes bw_spiking_row 496 248 bw_spikes/sums_of
bw_stream bw_stream/can_fire 96 20 bw_stream_has_room
bw_stream bw_stream_done 34 12
bw_stream bw_stream_has_room 114 32
bw_stream bw_stream_run 76 24 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 58 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 388 168 bw_pack bw_unpack
bw_recurrent bw_tanh_units 76 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 168 72 memset
bw_codes bw_unpack 148 16 memcpy
bw_wide bw_wide_average_pool_row 562 104
bw_wide_convolution bw_wide_convolution/multiply 82 48
bw_wide_convolution bw_wide_convolution_row 1102 208 bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1016 288 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 170 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 416 96
bw_wide_recurrent bw_wide_lstm_codes 404 216 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 212 64
bw_wide bw_wide_multiply_codes 518 136
bw_wide bw_wide_normalize_codes 924 168
bw_wide bw_wide_pad_row 136 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 80 48
bw_wide_recurrent bw_wide_recurrent/expand 102 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/expanded_words 48 0
bw_wide_recurrent bw_wide_recurrent/gates_of 164 120 bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair
bw_wide_recurrent bw_wide_recurrent/leave 50 16
bw_wide_recurrent bw_wide_recurrent/multiply 198 88 bw_wide_recurrent/dots.isra.0 memset
bw_wide_recurrent bw_wide_recurrent/put_code 56 16 bw_wide_recurrent/put_half
bw_wide_recurrent bw_wide_recurrent/put_half 34 12
bw_wide_recurrent bw_wide_recurrent/put_hidden 206 32
bw_wide_recurrent bw_wide_recurrent/scaled_pair 192 28
bw_wide_recurrent bw_wide_recurrent/start 298 120 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 90 24 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 418 112
bw_wide_recurrent bw_wide_rnn_codes 228 152 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 478 128
bw_spikes bw_widen_spikes 112 48
calls calls/copied-state 0 0
calls calls/entry 69 0
calls calls/fed 16 0
calls calls/image 38 0
calls calls/joined 48 0
calls calls/once 26 0
calls calls/once-window 0 0
calls calls/operand 0 0
calls calls/ring 45 0
calls calls/row 66 0
calls calls/state 24 0
calls calls/states 112 0
calls calls/stepped-once 39 0
calls calls/stepped-once-window 31 0
calls calls/stepped-row 44 0
calls calls/stepped-window 54 0
calls calls/stream 28 0
calls calls/stream-row 50 0
calls calls/stream-window 50 0
calls calls/supplied 169 0
calls calls/tensor 16 0
calls calls/whole 39 0
calls calls/window 70 0
- lib_a-memcpy.o.text 308 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 164 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
  },
};
