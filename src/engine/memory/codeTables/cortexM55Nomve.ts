/** Code of cortex-m55-nomve. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const CORTEX_M55_NOMVE: CodeData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_pool bw_average_pool_row 1232 296 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 728 104 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 356 72
bw_convolution bw_convolution/three_pixels 488 88 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 656 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 148 104 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 112 48
bw_depthwise bw_depthwise/add_4 112 48
bw_depthwise bw_depthwise/add_8 104 48
bw_depthwise bw_depthwise/add_outside 64 20
bw_depthwise bw_depthwise/any_pixel 696 96 bw_depthwise/add_outside
bw_depthwise bw_depthwise/drop_row 144 36
bw_depthwise bw_depthwise/load_bytes_three 360 40
bw_depthwise bw_depthwise/narrow_three.constprop.0 424 128
bw_depthwise bw_depthwise/run_2 264 40
bw_depthwise bw_depthwise/run_4 264 40
bw_depthwise bw_depthwise/run_8 240 40
bw_depthwise bw_depthwise/single_channels 708 136
bw_depthwise bw_depthwise/three_2 692 88
bw_depthwise bw_depthwise/three_4 692 88
bw_depthwise bw_depthwise/three_8 596 88
bw_depthwise bw_depthwise/three_row 552 288 bw_depthwise/drop_row bw_depthwise/load_bytes_three bw_depthwise/narrow_three.constprop.0 bw_depthwise/unpack_straddling bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_straddling 108 80 bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_three 552 36
bw_depthwise bw_depthwise_row 1600 288 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels bw_depthwise/three_row
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
bw_dot bw_dot/levels_one_by_one_3 128 48
bw_dot bw_dot/levels_one_by_one_4 120 48
bw_dot bw_dot/one_by_one_2 92 36
bw_dot bw_dot/one_by_one_3 96 36
bw_dot bw_dot/one_by_one_4 92 36
bw_dot bw_dot/one_by_one_5 88 32
bw_dot bw_dot/one_by_one_8 72 24
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 132 20
bw_dot bw_finish_six 176 0
bw_spikes bw_fire_codes 472 80
bw_gather bw_gather/any_2 708 128 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 820 136 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 596 120 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 80 16
bw_gather bw_gather/expand_singly 108 28
bw_gather bw_gather/whole_2 192 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 244 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 588 64
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 228 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 260 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 132 48 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 724 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 444 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 816 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 452 192 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1004 160
bw_codes bw_pack 268 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 104 32
bw_recurrent bw_recurrent/gates_of 276 88 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 176 64
bw_recurrent bw_recurrent/reset_after 636 184 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 568 176 bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 380 88 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 304 32 bw_tanh_units
bw_elementwise bw_rescale_codes 328 136 bw_pack bw_unpack
bw_move bw_resize_row 96 64 bw_copy
bw_rows bw_ring_row 28 8
bw_recurrent bw_rnn_codes 536 152 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 68 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 240 88 bw_copy
bw_softmax bw_softmax_codes 604 72
bw_spikes bw_spike_product_row 364 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 396 80 memset
bw_spikes bw_spikes_2 492 136 memset
bw_spikes bw_spikes_3 168 48
bw_spikes bw_spikes_4 420 136 memset
bw_spikes bw_spikes_5 148 36
bw_spikes bw_spikes_8 460 144 memset
bw_spikes bw_spiking_row 560 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 32 0
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 740 224 bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 188 80 memset
bw_codes bw_unpack 192 20 memcpy
bw_wide bw_wide_average_pool_row 704 120
bw_wide_convolution bw_wide_convolution_row 1488 232 memset
bw_wide_recurrent bw_wide_gru_codes 1216 320 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 180 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 500 104
bw_wide_recurrent bw_wide_lstm_codes 488 232 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 244 72
bw_wide bw_wide_multiply_codes 556 144
bw_wide bw_wide_normalize_codes 1144 184
bw_wide bw_wide_pad_row 156 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 88 48
bw_wide_recurrent bw_wide_recurrent/expand 120 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/gates_of 384 144 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 208 88 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_code 120 12
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 248 12
bw_wide_recurrent bw_wide_recurrent/scaled_pair 188 36
bw_wide_recurrent bw_wide_recurrent/start 480 136 bw_wide_recurrent/expand bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 112 40 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 436 112
bw_wide_recurrent bw_wide_rnn_codes 312 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 492 136
bw_spikes bw_widen_spikes 120 48
calls calls/copied-state 13 0
calls calls/entry 68 0
calls calls/fed 8 0
calls calls/image 37 0
calls calls/joined 41 0
calls calls/once 26 0
calls calls/once-window 33 0
calls calls/operand 11 0
calls calls/ring 38 0
calls calls/row 62 0
calls calls/state 17 0
calls calls/states 69 0
calls calls/stepped-once 35 0
calls calls/stepped-once-window 86 0
calls calls/stepped-row 51 0
calls calls/stepped-window 31 0
calls calls/stream 24 0
calls calls/stream-row 53 0
calls calls/stream-window 56 0
calls calls/supplied 177 0
calls calls/tensor 16 0
calls calls/whole 26 0
calls calls/window 65 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    3: `
bw_pool bw_average_pool_row 1296 304 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1324 88 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 352 136
bw_convolution bw_convolution/remaining_channels.constprop.1 324 136
bw_convolution bw_convolution/three_pixels 964 88 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 876 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 880 112 bw_pack memcpy
bw_depthwise bw_depthwise/add_2 112 48
bw_depthwise bw_depthwise/add_4 112 48
bw_depthwise bw_depthwise/add_8 104 48
bw_depthwise bw_depthwise/add_outside 64 20
bw_depthwise bw_depthwise/any_pixel 1156 88 bw_depthwise/add_outside
bw_depthwise bw_depthwise/drop_row 568 36
bw_depthwise bw_depthwise/load_bytes_three 360 40
bw_depthwise bw_depthwise/narrow_three.constprop.0 1060 128
bw_depthwise bw_depthwise/run_2 264 40
bw_depthwise bw_depthwise/run_4 264 40
bw_depthwise bw_depthwise/run_8 240 40
bw_depthwise bw_depthwise/single_channels 724 136
bw_depthwise bw_depthwise/three_2 692 88
bw_depthwise bw_depthwise/three_4 692 88
bw_depthwise bw_depthwise/three_8 596 88
bw_depthwise bw_depthwise/three_row 760 312 bw_depthwise/drop_row bw_depthwise/load_bytes_three bw_depthwise/narrow_three.constprop.0 bw_depthwise/unpack_straddling bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_straddling 108 80 bw_depthwise/unpack_three
bw_depthwise bw_depthwise/unpack_three 552 36
bw_depthwise bw_depthwise_row 1784 288 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels bw_depthwise/three_row
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
bw_dot bw_dot/levels_one_by_one_3 316 48
bw_dot bw_dot/levels_one_by_one_4 260 48
bw_dot bw_dot/one_by_one_2 348 64
bw_dot bw_dot/one_by_one_3 244 48
bw_dot bw_dot/one_by_one_4 188 32
bw_dot bw_dot/one_by_one_5 148 24
bw_dot bw_dot/one_by_one_8 104 20
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 132 20
bw_dot bw_finish_six 176 0
bw_spikes bw_fire_codes 476 88
bw_gather bw_gather/any_2 708 120 bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 816 136 bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 612 104 bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8
bw_gather bw_gather/expand_fill 76 16
bw_gather bw_gather/expand_singly.constprop.0 96 60
bw_gather bw_gather/expand_singly.constprop.1 96 60
bw_gather bw_gather/expand_singly.constprop.2 84 60
bw_gather bw_gather/whole_2 184 64 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 260 80 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 584 64
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 228 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 308 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 132 48 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1004 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 444 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 1048 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 516 200 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1316 152
bw_codes bw_pack 268 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 104 32
bw_recurrent bw_recurrent/gates_of 564 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 224 56
bw_recurrent bw_recurrent/reset_after 1660 192 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1152 168 bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 1000 72 bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 552 64 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 368 32 bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 396 144 bw_pack bw_unpack
bw_move bw_resize_row 96 64 bw_copy
bw_rows bw_ring_row 28 8
bw_recurrent bw_rnn_codes 1500 152 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 68 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 224 80 bw_copy
bw_softmax bw_softmax_codes 608 80
bw_spikes bw_spike_product_row 360 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 412 80 memset
bw_spikes bw_spikes_2 944 144 memset
bw_spikes bw_spikes_3 192 36
bw_spikes bw_spikes_4 624 136 memset
bw_spikes bw_spikes_5 164 36
bw_spikes bw_spikes_8 468 136 memset
bw_spikes bw_spiking_row 548 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 32 0
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 748 224 bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 568 80 memset
bw_codes bw_unpack 236 20 memcpy
bw_wide bw_wide_average_pool_row 908 136
bw_wide_convolution bw_wide_convolution_row 3380 256 memset
bw_wide_recurrent bw_wide_gru_codes 1780 320 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 620 152 bw_copy
bw_wide bw_wide_lookup_codes 496 104
bw_wide_recurrent bw_wide_lstm_codes 728 224 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 240 72
bw_wide bw_wide_multiply_codes 564 136
bw_wide bw_wide_normalize_codes 1772 208
bw_wide bw_wide_pad_row 192 48 memcpy
bw_wide_recurrent bw_wide_recurrent/expand 236 56
bw_wide_recurrent bw_wide_recurrent/gates_of 932 136 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 504 104
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 248 12
bw_wide_recurrent bw_wide_recurrent/start 640 152 bw_wide_recurrent/expand memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 624 152 bw_wide_recurrent/expand memset
bw_wide bw_wide_rescale_codes 432 112
bw_wide_recurrent bw_wide_rnn_codes 580 192 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 492 128
bw_spikes bw_widen_spikes 120 48
calls calls/copied-state 10 0
calls calls/entry 68 0
calls calls/fed 7 0
calls calls/image 37 0
calls calls/joined 38 0
calls calls/once 26 0
calls calls/once-window 33 0
calls calls/operand 11 0
calls calls/ring 38 0
calls calls/row 62 0
calls calls/state 14 0
calls calls/states 150 0
calls calls/stepped-once 35 0
calls calls/stepped-once-window 88 0
calls calls/stepped-row 50 0
calls calls/stepped-window 31 0
calls calls/stream 24 0
calls calls/stream-row 53 0
calls calls/stream-window 56 0
calls calls/supplied 178 0
calls calls/tensor 16 0
calls calls/whole 21 0
calls calls/window 65 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    s: `
bw_pool bw_average_pool_row 640 256 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 466 96 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 312 64
bw_convolution bw_convolution/three_pixels 426 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 528 208 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 142 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 124 48
bw_depthwise bw_depthwise/add_4 124 48
bw_depthwise bw_depthwise/add_8 118 48
bw_depthwise bw_depthwise/add_outside 58 12
bw_depthwise bw_depthwise/any_pixel 612 88 bw_depthwise/add_outside memset
bw_depthwise bw_depthwise/run_2 262 40
bw_depthwise bw_depthwise/run_4 262 40
bw_depthwise bw_depthwise/run_8 238 40
bw_depthwise bw_depthwise/single_channels 582 120
bw_depthwise bw_depthwise_row 1298 272 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memset
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
bw_dot bw_dot/levels_one_by_one_3 110 48
bw_dot bw_dot/levels_one_by_one_4 108 48
bw_dot bw_dot/one_by_one_2 78 32
bw_dot bw_dot/one_by_one_3 80 32
bw_dot bw_dot/one_by_one_4 78 32
bw_dot bw_dot/one_by_one_5 70 28
bw_dot bw_dot/one_by_one_8 54 20
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
bw_spikes bw_fire_codes 442 80
bw_gather bw_gather/any_2 598 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 714 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 458 88 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 62 20
bw_gather bw_gather/expand_singly 100 24
bw_gather bw_gather/whole_2 180 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 224 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 230 64
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 200 80 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 108 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 220 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 118 48 bw_convolution_row
bw_elementwise bw_lookup_codes 112 88 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 576 184 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 344 152 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 570 432 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 352 160 bw_pack bw_unpack
bw_normalize bw_normalize_codes 840 152
bw_codes bw_pack 220 24 memcpy
bw_move bw_pad_row 200 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 74 40 bw_recurrent/put_half
bw_recurrent bw_recurrent/gates_of 260 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 50 16
bw_recurrent bw_recurrent/multiply 154 56
bw_recurrent bw_recurrent/put_half 34 12
bw_recurrent bw_recurrent/reset_after 544 152 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 392 136 bw_recurrent/gates_of bw_recurrent/put_half bw_recurrent/update bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 514 0
bw_recurrent bw_recurrent/start 272 64 bw_recurrent/expand bw_recurrent/put_half memset
bw_recurrent bw_recurrent/update 246 24 bw_tanh_units
bw_elementwise bw_rescale_codes 286 120 bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 24 8
bw_recurrent bw_rnn_codes 404 128 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 72 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 206 72 bw_copy
bw_softmax bw_softmax_codes 586 64
bw_spikes bw_spike_product_row 314 232 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 348 80 memset
bw_spikes bw_spikes_2 380 120 memset
bw_spikes bw_spikes_3 110 32
bw_spikes bw_spikes_4 368 128 memset
bw_spikes bw_spikes_5 106 32
bw_spikes bw_spikes_8 340 120 memset
bw_spikes bw_spiking_row 512 248 bw_spikes/sums_of
bw_stream bw_stream/can_fire 96 20 bw_stream_has_room
bw_stream bw_stream_done 36 12
bw_stream bw_stream_has_room 114 32
bw_stream bw_stream_run 76 24 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 58 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 394 176 bw_pack bw_unpack
bw_recurrent bw_tanh_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 176 72 memset
bw_codes bw_unpack 150 16 memcpy
bw_wide bw_wide_average_pool_row 600 104
bw_wide_convolution bw_wide_convolution/multiply 82 48
bw_wide_convolution bw_wide_convolution_row 1124 208 bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1024 288 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 172 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 420 104
bw_wide_recurrent bw_wide_lstm_codes 404 216 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 218 64
bw_wide bw_wide_multiply_codes 518 136
bw_wide bw_wide_normalize_codes 958 168
bw_wide bw_wide_pad_row 134 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 80 48
bw_wide_recurrent bw_wide_recurrent/expand 102 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/expanded_words 48 0
bw_wide_recurrent bw_wide_recurrent/gates_of 164 120 bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair
bw_wide_recurrent bw_wide_recurrent/leave 50 16
bw_wide_recurrent bw_wide_recurrent/multiply 212 88 bw_wide_recurrent/dots.isra.0 memset
bw_wide_recurrent bw_wide_recurrent/put_code 56 16 bw_wide_recurrent/put_half
bw_wide_recurrent bw_wide_recurrent/put_half 34 12
bw_wide_recurrent bw_wide_recurrent/put_hidden 206 32
bw_wide_recurrent bw_wide_recurrent/scaled_pair 192 28
bw_wide_recurrent bw_wide_recurrent/start 312 128 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 92 24 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 398 104
bw_wide_recurrent bw_wide_rnn_codes 230 152 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 478 128
bw_spikes bw_widen_spikes 118 56
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
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
  },
};
