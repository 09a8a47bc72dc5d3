/** Code of cortex-m3. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const CORTEX_M3: CodeData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_pool bw_average_pool_row 768 280 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 828 96 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 364 72
bw_convolution bw_convolution/three_pixels 584 88 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 660 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 148 104 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 96 32
bw_depthwise bw_depthwise/add_4 104 36
bw_depthwise bw_depthwise/add_8 96 36
bw_depthwise bw_depthwise/add_outside 84 20
bw_depthwise bw_depthwise/any_pixel 760 88 bw_depthwise/add_outside
bw_depthwise bw_depthwise/finish_four 60 16
bw_depthwise bw_depthwise/run_2 88 48 bw_depthwise/add_2 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_4 88 48 bw_depthwise/add_4 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_8 88 48 bw_depthwise/add_8 bw_depthwise/finish_four
bw_depthwise bw_depthwise/single_channels 716 136
bw_depthwise bw_depthwise_row 1620 280 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 568 120 bw_dot/finish_block
bw_dot bw_dot/by_three_3 468 120 bw_dot/finish_block
bw_dot bw_dot/by_three_4 384 112 bw_dot/finish_block
bw_dot bw_dot/by_three_5 316 96 bw_dot/finish_block
bw_dot bw_dot/by_three_8 276 64 bw_dot/finish_block
bw_dot bw_dot/finish_block 112 32
bw_dot bw_dot/four_by_one_2 36 24 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 36 24 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 36 24 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 36 24 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 212 32
bw_dot bw_dot/levels_by_three_3 24 32 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 24 32 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 156 48
bw_dot bw_dot/levels_four_by_one_4 156 48
bw_dot bw_dot/levels_one_by_one_3 128 48
bw_dot bw_dot/levels_one_by_one_4 124 48
bw_dot bw_dot/one_by_one_2 80 32
bw_dot bw_dot/one_by_one_3 84 32
bw_dot bw_dot/one_by_one_4 80 32
bw_dot bw_dot/one_by_one_5 84 32
bw_dot bw_dot/one_by_one_8 92 32
bw_dot bw_dot/part_levels_by_three_3 244 64
bw_dot bw_dot/part_levels_by_three_4 244 64
bw_dot bw_dot/two_by_one_2 296 56
bw_dot bw_dot/two_by_one_3 240 56
bw_dot bw_dot/two_by_one_4 220 56
bw_dot bw_dot/two_by_one_5 128 32
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 116 20
bw_spikes bw_fire_codes 460 80
bw_gather bw_gather/any_2 732 136 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 840 136 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 596 120 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 64 16
bw_gather bw_gather/expand_singly 116 28
bw_gather bw_gather/whole_2 212 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 232 72 bw_gather/expand_singly
bw_gather bw_gather/whole_8 260 56
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 228 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 272 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 124 40 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 748 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 416 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 752 448 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 456 184 bw_pack bw_unpack
bw_normalize bw_normalize_codes 988 160
bw_codes bw_pack 328 36 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 112 36
bw_recurrent bw_recurrent/gates_of 256 88 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 160 64
bw_recurrent bw_recurrent/reset_after 640 184 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 572 176 bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 388 80 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 304 32 bw_tanh_units
bw_elementwise bw_rescale_codes 340 136 bw_pack bw_unpack
bw_move bw_resize_row 96 64 bw_copy
bw_rows bw_ring_row 28 8
bw_recurrent bw_rnn_codes 564 152 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 68 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 236 80 bw_copy
bw_softmax bw_softmax_codes 608 72
bw_spikes bw_spike_product_row 368 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 376 80 memset
bw_spikes bw_spikes_2 408 128 memset
bw_spikes bw_spikes_3 148 36
bw_spikes bw_spikes_4 416 136 memset
bw_spikes bw_spikes_5 148 36
bw_spikes bw_spikes_8 388 136 memset
bw_spikes bw_spiking_row 540 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 48 4
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 504 200 bw_pack bw_unpack
bw_recurrent bw_tanh_units 76 4 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 176 72 memset
bw_codes bw_unpack 180 20 memcpy
bw_wide bw_wide_average_pool_row 724 120
bw_wide_convolution bw_wide_convolution_row 1436 232 memset
bw_wide_recurrent bw_wide_gru_codes 1232 312 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 180 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 492 96
bw_wide_recurrent bw_wide_lstm_codes 496 232 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 268 72
bw_wide bw_wide_multiply_codes 544 136
bw_wide bw_wide_normalize_codes 1128 184
bw_wide bw_wide_pad_row 136 40 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 88 48
bw_wide_recurrent bw_wide_recurrent/expand 120 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/gates_of 384 144 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 188 88 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_code 128 12
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 248 12
bw_wide_recurrent bw_wide_recurrent/scaled_pair 188 36
bw_wide_recurrent bw_wide_recurrent/start 476 120 bw_wide_recurrent/expand bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 112 40 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 396 104
bw_wide_recurrent bw_wide_rnn_codes 316 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 472 128
bw_spikes bw_widen_spikes 120 48
calls calls/copied-state 20 0
calls calls/entry 68 0
calls calls/fed 6 0
calls calls/image 37 0
calls calls/joined 42 0
calls calls/once 26 0
calls calls/once-window 31 0
calls calls/operand 11 0
calls calls/ring 39 0
calls calls/row 62 0
calls calls/state 18 0
calls calls/states 32 0
calls calls/stepped-once 35 0
calls calls/stepped-once-window 82 0
calls calls/stepped-row 51 0
calls calls/stepped-window 30 0
calls calls/stream 24 0
calls calls/stream-row 53 0
calls calls/stream-window 56 0
calls calls/supplied 180 0
calls calls/tensor 16 0
calls calls/whole 28 0
calls calls/window 65 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 252 64
- lib_a-memset.o.text 160 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    3: `
bw_pool bw_average_pool_row 836 280 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1512 96 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 356 128
bw_convolution bw_convolution/remaining_channels.constprop.1 336 128
bw_convolution bw_convolution/three_pixels 1268 104 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 880 232 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 1412 120 bw_pack memcpy
bw_depthwise bw_depthwise/add_2 96 32
bw_depthwise bw_depthwise/add_4 104 36
bw_depthwise bw_depthwise/add_8 96 36
bw_depthwise bw_depthwise/add_outside 84 20
bw_depthwise bw_depthwise/any_pixel 1240 88 bw_depthwise/add_outside
bw_depthwise bw_depthwise/run_2 204 48 bw_depthwise/add_2
bw_depthwise bw_depthwise/run_4 292 48
bw_depthwise bw_depthwise/run_8 324 56
bw_depthwise bw_depthwise/single_channels 728 136
bw_depthwise bw_depthwise_row 1752 312 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 568 120 bw_dot/finish_block
bw_dot bw_dot/by_three_3 468 120 bw_dot/finish_block
bw_dot bw_dot/by_three_4 384 112 bw_dot/finish_block
bw_dot bw_dot/by_three_5 316 96 bw_dot/finish_block
bw_dot bw_dot/by_three_8 276 64 bw_dot/finish_block
bw_dot bw_dot/finish_block 276 20
bw_dot bw_dot/four_by_one_2 36 24 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 36 24 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 36 24 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 36 24 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 212 32
bw_dot bw_dot/levels_by_three_3 24 32 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 24 32 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 252 48
bw_dot bw_dot/levels_four_by_one_4 216 48
bw_dot bw_dot/levels_one_by_one_3 492 48
bw_dot bw_dot/levels_one_by_one_4 384 48
bw_dot bw_dot/one_by_one_2 368 48
bw_dot bw_dot/one_by_one_3 232 28
bw_dot bw_dot/one_by_one_4 196 28
bw_dot bw_dot/one_by_one_5 156 24
bw_dot bw_dot/one_by_one_8 164 28
bw_dot bw_dot/part_levels_by_three_3 676 48
bw_dot bw_dot/part_levels_by_three_4 532 56
bw_dot bw_dot/two_by_one_2 296 56
bw_dot bw_dot/two_by_one_3 408 48
bw_dot bw_dot/two_by_one_4 264 48
bw_dot bw_dot/two_by_one_5 128 32
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 116 20
bw_spikes bw_fire_codes 472 80
bw_gather bw_gather/any_2 716 128 bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 828 136 bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 600 104 bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8.constprop.0
bw_gather bw_gather/expand_fill 72 16
bw_gather bw_gather/expand_singly.constprop.0 100 60
bw_gather bw_gather/expand_singly.constprop.1 100 60
bw_gather bw_gather/expand_singly.constprop.2 88 60
bw_gather bw_gather/whole_2 204 64 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 236 72 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 268 56
bw_gather bw_gather/whole_8.constprop.0 184 32
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 228 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 320 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 124 40 bw_convolution_row
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1000 208 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 420 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 1036 456 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 532 192 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1316 160
bw_codes bw_pack 352 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 112 36
bw_recurrent bw_recurrent/gates_of 568 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 224 56
bw_recurrent bw_recurrent/reset_after 1684 184 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1136 168 bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 1008 72 bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 552 64 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 380 32 bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 400 136 bw_pack bw_unpack
bw_move bw_resize_row 96 64 bw_copy
bw_rows bw_ring_row 28 8
bw_recurrent bw_rnn_codes 1500 144 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 68 4 bw_recurrent/sigmoid_table
bw_move bw_slice_row 224 80 bw_copy
bw_softmax bw_softmax_codes 612 72
bw_spikes bw_spike_product_row 364 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 400 80 memset
bw_spikes bw_spikes_2 864 136 memset
bw_spikes bw_spikes_3 180 36
bw_spikes bw_spikes_4 552 128 memset
bw_spikes bw_spikes_5 152 36
bw_spikes bw_spikes_8 440 128 memset
bw_spikes bw_spiking_row 556 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 48 4
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 520 208 bw_pack bw_unpack
bw_recurrent bw_tanh_units 76 4 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 568 80 memset
bw_codes bw_unpack 292 32 memcpy
bw_wide bw_wide_average_pool_row 936 144
bw_wide_convolution bw_wide_convolution_row 3364 248 memset
bw_wide_recurrent bw_wide_gru_codes 1824 320 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 612 152 bw_copy
bw_wide bw_wide_lookup_codes 484 96
bw_wide_recurrent bw_wide_lstm_codes 736 224 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 268 72
bw_wide bw_wide_multiply_codes 568 136
bw_wide bw_wide_normalize_codes 1692 216
bw_wide bw_wide_pad_row 176 48 memcpy
bw_wide_recurrent bw_wide_recurrent/expand 240 56
bw_wide_recurrent bw_wide_recurrent/gates_of 944 136 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 492 104
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 248 12
bw_wide_recurrent bw_wide_recurrent/start 620 144 bw_wide_recurrent/expand memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 600 144 bw_wide_recurrent/expand memset
bw_wide bw_wide_rescale_codes 404 104
bw_wide_recurrent bw_wide_rnn_codes 588 192 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 484 128
bw_spikes bw_widen_spikes 120 48
calls calls/copied-state 9 0
calls calls/entry 68 0
calls calls/fed 5 0
calls calls/image 37 0
calls calls/joined 38 0
calls calls/once 26 0
calls calls/once-window 31 0
calls calls/operand 11 0
calls calls/ring 39 0
calls calls/row 62 0
calls calls/state 14 0
calls calls/states 161 0
calls calls/stepped-once 35 0
calls calls/stepped-once-window 83 0
calls calls/stepped-row 50 0
calls calls/stepped-window 30 0
calls calls/stream 24 0
calls calls/stream-row 53 0
calls calls/stream-window 56 0
calls calls/supplied 181 0
calls calls/tensor 16 0
calls calls/whole 21 0
calls calls/window 65 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 252 64
- lib_a-memset.o.text 160 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    s: `
bw_pool bw_average_pool_row 604 256 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 568 96 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 320 64
bw_convolution bw_convolution/three_pixels 510 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 506 200 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 142 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 88 32
bw_depthwise bw_depthwise/add_4 94 36
bw_depthwise bw_depthwise/add_8 88 32
bw_depthwise bw_depthwise/add_outside 76 16
bw_depthwise bw_depthwise/any_pixel 670 88 bw_depthwise/add_outside memset
bw_depthwise bw_depthwise/finish_four 56 20
bw_depthwise bw_depthwise/run_2 84 40 bw_depthwise/add_2 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_4 84 40 bw_depthwise/add_4 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_8 84 40 bw_depthwise/add_8 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/single_channels 598 120
bw_depthwise bw_depthwise_row 1356 264 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memset
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 306 120 bw_dot/finish_block
bw_dot bw_dot/by_three_3 306 120 bw_dot/finish_block
bw_dot bw_dot/by_three_4 290 112 bw_dot/finish_block
bw_dot bw_dot/by_three_5 238 104 bw_dot/finish_block
bw_dot bw_dot/by_three_8 186 80 bw_dot/finish_block
bw_dot bw_dot/finish_block 106 28
bw_dot bw_dot/four_by_one_2 36 24 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 36 24 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 32 24 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 32 24 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 120 32
bw_dot bw_dot/levels_by_three_3 24 32 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 24 32 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 134 56
bw_dot bw_dot/levels_four_by_one_4 136 56
bw_dot bw_dot/levels_one_by_one_3 112 48
bw_dot bw_dot/levels_one_by_one_4 116 48
bw_dot bw_dot/one_by_one_2 78 32
bw_dot bw_dot/one_by_one_3 80 32
bw_dot bw_dot/one_by_one_4 78 32
bw_dot bw_dot/one_by_one_5 80 32
bw_dot bw_dot/one_by_one_8 80 28
bw_dot bw_dot/part_levels_by_three_3 250 72
bw_dot bw_dot/part_levels_by_three_4 248 72
bw_dot bw_dot/two_by_one_2 150 56
bw_dot bw_dot/two_by_one_3 162 64
bw_dot bw_dot/two_by_one_4 136 48
bw_dot bw_dot/two_by_one_5 94 48
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 62 72 bw_pack memset
bw_rows bw_find_rows 102 32 bw_ring_row
bw_spikes bw_fire_codes 430 80
bw_gather bw_gather/any_2 612 88 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 694 88 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 462 88 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 50 20
bw_gather bw_gather/expand_singly 96 28
bw_gather bw_gather/whole_2 180 72 bw_gather/expand_singly
bw_gather bw_gather/whole_4 222 72 bw_gather/expand_singly
bw_gather bw_gather/whole_8 248 56
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 200 80 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 108 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 224 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 114 40 bw_convolution_row
bw_elementwise bw_lookup_codes 112 88 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 588 184 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 312 144 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 606 432 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 362 168 bw_pack bw_unpack
bw_normalize bw_normalize_codes 810 144
bw_codes bw_pack 300 36 memcpy
bw_move bw_pad_row 200 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 74 40 bw_recurrent/put_half
bw_recurrent bw_recurrent/gates_of 264 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 50 16
bw_recurrent bw_recurrent/multiply 132 48
bw_recurrent bw_recurrent/put_half 36 12
bw_recurrent bw_recurrent/reset_after 544 152 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 394 136 bw_recurrent/gates_of bw_recurrent/put_half bw_recurrent/update bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 514 0
bw_recurrent bw_recurrent/start 270 64 bw_recurrent/expand bw_recurrent/put_half memset
bw_recurrent bw_recurrent/update 250 24 bw_tanh_units
bw_elementwise bw_rescale_codes 292 120 bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 24 8
bw_recurrent bw_rnn_codes 412 128 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 64 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 206 72 bw_copy
bw_softmax bw_softmax_codes 532 64
bw_spikes bw_spike_product_row 318 232 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 340 80 memset
bw_spikes bw_spikes_2 332 120 memset
bw_spikes bw_spikes_3 106 32
bw_spikes bw_spikes_4 346 128 memset
bw_spikes bw_spikes_5 106 32
bw_spikes bw_spikes_8 338 120 memset
bw_spikes bw_spiking_row 498 248 bw_spikes/sums_of
bw_stream bw_stream/can_fire 96 20 bw_stream_has_room
bw_stream bw_stream_done 34 12
bw_stream bw_stream_has_room 114 32
bw_stream bw_stream_run 76 24 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 58 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 394 168 bw_pack bw_unpack
bw_recurrent bw_tanh_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 168 72 memset
bw_codes bw_unpack 180 20 memcpy
bw_wide bw_wide_average_pool_row 564 104
bw_wide_convolution bw_wide_convolution/multiply 80 40
bw_wide_convolution bw_wide_convolution_row 1102 208 bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1004 280 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 170 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 418 96
bw_wide_recurrent bw_wide_lstm_codes 404 216 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 206 64
bw_wide bw_wide_multiply_codes 522 136
bw_wide bw_wide_normalize_codes 930 168
bw_wide bw_wide_pad_row 136 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 80 40
bw_wide_recurrent bw_wide_recurrent/expand 102 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/expanded_words 48 0
bw_wide_recurrent bw_wide_recurrent/gates_of 164 120 bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair
bw_wide_recurrent bw_wide_recurrent/leave 50 16
bw_wide_recurrent bw_wide_recurrent/multiply 194 88 bw_wide_recurrent/dots.isra.0 memset
bw_wide_recurrent bw_wide_recurrent/put_code 56 16 bw_wide_recurrent/put_half
bw_wide_recurrent bw_wide_recurrent/put_half 36 12
bw_wide_recurrent bw_wide_recurrent/put_hidden 206 32
bw_wide_recurrent bw_wide_recurrent/scaled_pair 192 28
bw_wide_recurrent bw_wide_recurrent/start 298 120 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 90 24 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 412 112
bw_wide_recurrent bw_wide_rnn_codes 228 152 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 472 128
bw_spikes bw_widen_spikes 112 48
calls calls/copied-state 3 0
calls calls/entry 69 0
calls calls/fed 16 0
calls calls/image 38 0
calls calls/joined 47 0
calls calls/once 26 0
calls calls/once-window 0 0
calls calls/operand 0 0
calls calls/ring 45 0
calls calls/row 66 0
calls calls/state 23 0
calls calls/states 98 0
calls calls/stepped-once 39 0
calls calls/stepped-once-window 31 0
calls calls/stepped-row 44 0
calls calls/stepped-window 54 0
calls calls/stream 28 0
calls calls/stream-row 50 0
calls calls/stream-window 50 0
calls calls/supplied 169 0
calls calls/tensor 16 0
calls calls/whole 38 0
calls calls/window 70 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 252 64
- lib_a-memset.o.text 160 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
  },
};
