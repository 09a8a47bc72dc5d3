/** Code of cortex-m4f. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const CORTEX_M4F: CodeData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_pool bw_average_pool_row 1196 304 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 696 96 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 344 72
bw_convolution bw_convolution/three_pixels 488 88 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 672 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 152 104 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 112 48
bw_depthwise bw_depthwise/add_4 112 48
bw_depthwise bw_depthwise/add_8 108 48
bw_depthwise bw_depthwise/add_outside 68 20
bw_depthwise bw_depthwise/any_pixel 656 96 bw_depthwise/add_outside
bw_depthwise bw_depthwise/drop_row 144 32
bw_depthwise bw_depthwise/load_bytes_three 360 40
bw_depthwise bw_depthwise/narrow_three.constprop.0 428 120
bw_depthwise bw_depthwise/run_2 264 40
bw_depthwise bw_depthwise/run_4 264 40
bw_depthwise bw_depthwise/run_8 240 40
bw_depthwise bw_depthwise/single_channels 688 128
bw_depthwise bw_depthwise/three_2 692 88
bw_depthwise bw_depthwise/three_4 692 88
bw_depthwise bw_depthwise/three_8 596 88
bw_depthwise bw_depthwise/three_row 556 296 bw_depthwise/drop_row bw_depthwise/load_bytes_three bw_depthwise/narrow_three.constprop.0 bw_depthwise/unpack_straddling bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_straddling 108 80 bw_depthwise/unpack_three
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
bw_dot bw_dot/one_by_one_2 80 32
bw_dot bw_dot/one_by_one_3 84 32
bw_dot bw_dot/one_by_one_4 80 32
bw_dot bw_dot/one_by_one_5 84 32
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
bw_spikes bw_fire_codes 452 80
bw_gather bw_gather/any_2 716 128 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 824 136 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 588 120 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 64 16
bw_gather bw_gather/expand_singly 108 32
bw_gather bw_gather/whole_2 192 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 236 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 536 56
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 224 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 120 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 276 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 116 40 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 704 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 420 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 768 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 428 184 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1008 160
bw_codes bw_pack 236 24 memcpy
bw_move bw_pad_row 216 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 112 36
bw_recurrent bw_recurrent/gates_of 256 88 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 64 12
bw_recurrent bw_recurrent/multiply 164 64
bw_recurrent bw_recurrent/reset_after 640 184 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 564 176 bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 376 80 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 292 24 bw_tanh_units
bw_elementwise bw_rescale_codes 328 136 bw_pack bw_unpack
bw_move bw_resize_row 100 64 bw_copy
bw_rows bw_ring_row 28 4
bw_recurrent bw_rnn_codes 580 160 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 72 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 244 88 bw_copy
bw_softmax bw_softmax_codes 620 72
bw_spikes bw_spike_product_row 364 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 376 80 memset
bw_spikes bw_spikes_2 400 128 memset
bw_spikes bw_spikes_3 148 36
bw_spikes bw_spikes_4 404 136 memset
bw_spikes bw_spikes_5 148 36
bw_spikes bw_spikes_8 420 136 memset
bw_spikes bw_spiking_row 556 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 52 4
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 708 232 bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 172 72 memset
bw_codes bw_unpack 184 20 memcpy
bw_wide bw_wide_average_pool_row 724 120
bw_wide_convolution bw_wide_convolution_row 1480 240 memset
bw_wide_recurrent bw_wide_gru_codes 1256 328 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 180 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 496 104
bw_wide_recurrent bw_wide_lstm_codes 496 232 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 260 80
bw_wide bw_wide_multiply_codes 536 136
bw_wide bw_wide_normalize_codes 1140 184
bw_wide bw_wide_pad_row 136 40 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 88 48
bw_wide_recurrent bw_wide_recurrent/expand 112 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/gates_of 384 152 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 64 12
bw_wide_recurrent bw_wide_recurrent/multiply 192 88 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_code 116 12
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 252 12
bw_wide_recurrent bw_wide_recurrent/scaled_pair 192 32
bw_wide_recurrent bw_wide_recurrent/start 476 120 bw_wide_recurrent/expand bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 116 40 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 396 104
bw_wide_recurrent bw_wide_rnn_codes 308 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 468 128
bw_spikes bw_widen_spikes 124 56
calls calls/copied-state 8 0
calls calls/entry 68 0
calls calls/fed 32 0
calls calls/image 37 0
calls calls/joined 41 0
calls calls/once 26 0
calls calls/once-window 37 0
calls calls/operand 9 0
calls calls/ring 40 0
calls calls/row 62 0
calls calls/state 17 0
calls calls/states 107 0
calls calls/stepped-once 40 0
calls calls/stepped-once-window 113 0
calls calls/stepped-row 58 0
calls calls/stepped-window 32 0
calls calls/stream 28 0
calls calls/stream-row 46 0
calls calls/stream-window 54 0
calls calls/supplied 147 0
calls calls/tensor 16 0
calls calls/whole 27 0
calls calls/window 65 0
- lib_a-memcpy.o.text 308 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 164 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    3: `
bw_pool bw_average_pool_row 1224 304 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1284 88 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 352 120
bw_convolution bw_convolution/remaining_channels.constprop.1 324 120
bw_convolution bw_convolution/three_pixels 968 88 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 888 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 880 112 bw_pack memcpy
bw_depthwise bw_depthwise/add_2 112 48
bw_depthwise bw_depthwise/add_4 112 48
bw_depthwise bw_depthwise/add_8 108 48
bw_depthwise bw_depthwise/add_outside 68 20
bw_depthwise bw_depthwise/any_pixel 1108 88 bw_depthwise/add_outside
bw_depthwise bw_depthwise/drop_row 580 48
bw_depthwise bw_depthwise/load_bytes_three 360 40
bw_depthwise bw_depthwise/narrow_three.constprop.0 1056 128
bw_depthwise bw_depthwise/run_2 264 40
bw_depthwise bw_depthwise/run_4 264 40
bw_depthwise bw_depthwise/run_8 240 40
bw_depthwise bw_depthwise/single_channels 700 128
bw_depthwise bw_depthwise/three_2 692 88
bw_depthwise bw_depthwise/three_4 692 88
bw_depthwise bw_depthwise/three_8 596 88
bw_depthwise bw_depthwise/three_row 768 312 bw_depthwise/drop_row bw_depthwise/load_bytes_three bw_depthwise/narrow_three.constprop.0 bw_depthwise/unpack_straddling bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_straddling 108 80 bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_three 552 36
bw_depthwise bw_depthwise_row 1760 288 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels bw_depthwise/three_row
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
bw_dot bw_dot/levels_one_by_one_4 276 48
bw_dot bw_dot/one_by_one_2 384 64
bw_dot bw_dot/one_by_one_3 268 48
bw_dot bw_dot/one_by_one_4 200 36
bw_dot bw_dot/one_by_one_5 160 28
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
bw_spikes bw_fire_codes 460 80
bw_gather bw_gather/any_2 704 120 bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 816 136 bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 608 104 bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8
bw_gather bw_gather/expand_fill 72 16
bw_gather bw_gather/expand_singly.constprop.0 104 72
bw_gather bw_gather/expand_singly.constprop.1 104 72
bw_gather bw_gather/expand_singly.constprop.2 92 72
bw_gather bw_gather/whole_2 184 64 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 236 72 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 540 56
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 228 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 132 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 308 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 116 40 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1012 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 424 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 992 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 500 192 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1296 152
bw_codes bw_pack 236 24 memcpy
bw_move bw_pad_row 216 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 112 36
bw_recurrent bw_recurrent/gates_of 564 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 64 12
bw_recurrent bw_recurrent/multiply 224 56
bw_recurrent bw_recurrent/reset_after 1684 192 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1168 168 bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 1012 72 bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 536 64 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 348 20 bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 396 144 bw_pack bw_unpack
bw_move bw_resize_row 100 64 bw_copy
bw_rows bw_ring_row 28 4
bw_recurrent bw_rnn_codes 1456 144 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 72 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 240 88 bw_copy
bw_softmax bw_softmax_codes 620 72
bw_spikes bw_spike_product_row 372 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 388 80 memset
bw_spikes bw_spikes_2 844 144 memset
bw_spikes bw_spikes_3 184 36
bw_spikes bw_spikes_4 552 128 memset
bw_spikes bw_spikes_5 156 36
bw_spikes bw_spikes_8 424 128 memset
bw_spikes bw_spiking_row 572 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 52 4
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 708 232 bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 564 80 memset
bw_codes bw_unpack 204 16 memcpy
bw_wide bw_wide_average_pool_row 980 152
bw_wide_convolution bw_wide_convolution_row 3340 256 memset
bw_wide_recurrent bw_wide_gru_codes 1784 320 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 616 152 bw_copy
bw_wide bw_wide_lookup_codes 488 104
bw_wide_recurrent bw_wide_lstm_codes 724 224 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 260 80
bw_wide bw_wide_multiply_codes 560 136
bw_wide bw_wide_normalize_codes 1760 208
bw_wide bw_wide_pad_row 176 48 memcpy
bw_wide_recurrent bw_wide_recurrent/expand 236 56
bw_wide_recurrent bw_wide_recurrent/gates_of 920 136 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 64 12
bw_wide_recurrent bw_wide_recurrent/multiply 496 104
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 252 12
bw_wide_recurrent bw_wide_recurrent/start 640 144 bw_wide_recurrent/expand memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 608 144 bw_wide_recurrent/expand memset
bw_wide bw_wide_rescale_codes 404 104
bw_wide_recurrent bw_wide_rnn_codes 544 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 492 128
bw_spikes bw_widen_spikes 124 56
calls calls/copied-state 15 0
calls calls/entry 68 0
calls calls/fed 31 0
calls calls/image 36 0
calls calls/joined 40 0
calls calls/once 26 0
calls calls/once-window 37 0
calls calls/operand 9 0
calls calls/ring 39 0
calls calls/row 62 0
calls calls/state 16 0
calls calls/states 108 0
calls calls/stepped-once 40 0
calls calls/stepped-once-window 115 0
calls calls/stepped-row 56 0
calls calls/stepped-window 32 0
calls calls/stream 28 0
calls calls/stream-row 46 0
calls calls/stream-window 55 0
calls calls/supplied 148 0
calls calls/tensor 16 0
calls calls/whole 25 0
calls calls/window 65 0
- lib_a-memcpy.o.text 308 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 164 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    s: `
bw_pool bw_average_pool_row 600 256 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 444 88 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 312 64
bw_convolution bw_convolution/three_pixels 414 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 524 208 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 142 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 120 48
bw_depthwise bw_depthwise/add_4 120 48
bw_depthwise bw_depthwise/add_8 114 48
bw_depthwise bw_depthwise/add_outside 56 12
bw_depthwise bw_depthwise/any_pixel 578 96 bw_depthwise/add_outside memset
bw_depthwise bw_depthwise/run_2 262 40
bw_depthwise bw_depthwise/run_4 262 40
bw_depthwise bw_depthwise/run_8 238 40
bw_depthwise bw_depthwise/single_channels 584 120
bw_depthwise bw_depthwise_row 1236 272 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memset
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
bw_codes bw_fill 62 72 bw_pack memset
bw_rows bw_find_rows 102 32 bw_ring_row
bw_dot bw_finish_six 176 0
bw_spikes bw_fire_codes 428 80
bw_gather bw_gather/any_2 624 104 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 692 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 468 88 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 52 20
bw_gather bw_gather/expand_singly 94 24
bw_gather bw_gather/whole_2 178 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 218 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 230 64
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 200 80 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 108 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 220 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 114 40 bw_convolution_row
bw_elementwise bw_lookup_codes 112 88 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 576 184 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 314 144 bw_pack bw_unpack memset
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
bw_recurrent bw_recurrent/reset_after 540 152 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 392 136 bw_recurrent/gates_of bw_recurrent/put_half bw_recurrent/update bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 514 0
bw_recurrent bw_recurrent/start 270 64 bw_recurrent/expand bw_recurrent/put_half memset
bw_recurrent bw_recurrent/update 246 24 bw_tanh_units
bw_elementwise bw_rescale_codes 288 120 bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 24 8
bw_recurrent bw_rnn_codes 402 128 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 64 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 206 72 bw_copy
bw_softmax bw_softmax_codes 534 64
bw_spikes bw_spike_product_row 308 232 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 328 80 memset
bw_spikes bw_spikes_2 320 120 memset
bw_spikes bw_spikes_3 106 32
bw_spikes bw_spikes_4 332 120 memset
bw_spikes bw_spikes_5 106 32
bw_spikes bw_spikes_8 334 120 memset
bw_spikes bw_spiking_row 496 248 bw_spikes/sums_of
bw_stream bw_stream/can_fire 98 20 bw_stream_has_room
bw_stream bw_stream_done 34 12
bw_stream bw_stream_has_room 114 32
bw_stream bw_stream_run 76 24 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 58 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 390 168 bw_pack bw_unpack
bw_recurrent bw_tanh_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 168 72 memset
bw_codes bw_unpack 148 16 memcpy
bw_wide bw_wide_average_pool_row 564 104
bw_wide_convolution bw_wide_convolution/multiply 82 48
bw_wide_convolution bw_wide_convolution_row 1110 208 bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1016 288 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 170 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 416 96
bw_wide_recurrent bw_wide_lstm_codes 404 216 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 210 64
bw_wide bw_wide_multiply_codes 520 136
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
bw_wide_recurrent bw_wide_recurrent/put_hidden 202 32
bw_wide_recurrent bw_wide_recurrent/scaled_pair 190 28
bw_wide_recurrent bw_wide_recurrent/start 298 120 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 90 24 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 412 112
bw_wide_recurrent bw_wide_rnn_codes 228 152 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 474 128
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
calls calls/stepped-once-window 30 0
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
