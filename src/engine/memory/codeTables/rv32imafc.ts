/** Code of rv32imafc. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const RV32IMAFC: CodeData = {
  compiler: "riscv64-unknown-elf-gcc 12.2.0",
  levels: {
    2: `
bw_pool bw_average_pool_row 856 272 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1074 112 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 512 80
bw_convolution bw_convolution/three_pixels 648 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 686 240 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 166 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 154 16
bw_depthwise bw_depthwise/add_4 152 16
bw_depthwise bw_depthwise/add_8 166 16
bw_depthwise bw_depthwise/add_outside 138 0
bw_depthwise bw_depthwise/any_pixel 940 112 bw_depthwise/add_outside
bw_depthwise bw_depthwise/finish_four 82 0
bw_depthwise bw_depthwise/run_2 110 48 bw_depthwise/add_2 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_4 110 48 bw_depthwise/add_4 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_8 110 48 bw_depthwise/add_8 bw_depthwise/finish_four
bw_depthwise bw_depthwise/single_channels 766 112
bw_depthwise bw_depthwise_row 1660 288 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 58 80 bw_dot/finish_block bw_dot/part_by_three_2
bw_dot bw_dot/by_three_3 58 80 bw_dot/finish_block bw_dot/part_by_three_3
bw_dot bw_dot/by_three_4 56 80 bw_dot/finish_block bw_dot/part_by_three_4
bw_dot bw_dot/by_three_5 56 80 bw_dot/finish_block bw_dot/part_by_three_5
bw_dot bw_dot/by_three_8 520 96 bw_dot/finish_block
bw_dot bw_dot/finish_block 160 16
bw_dot bw_dot/four_by_one_2 48 32 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 48 32 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 48 32 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 48 32 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 234 0
bw_dot bw_dot/levels_by_three_3 58 80 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 58 80 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 142 32
bw_dot bw_dot/levels_four_by_one_4 144 32
bw_dot bw_dot/levels_one_by_one_3 124 16
bw_dot bw_dot/levels_one_by_one_4 124 16
bw_dot bw_dot/one_by_one_2 82 0
bw_dot bw_dot/one_by_one_3 84 0
bw_dot bw_dot/one_by_one_4 82 0
bw_dot bw_dot/one_by_one_5 86 0
bw_dot bw_dot/one_by_one_8 94 0
bw_dot bw_dot/part_by_three_2 756 64
bw_dot bw_dot/part_by_three_3 562 64
bw_dot bw_dot/part_by_three_4 442 64
bw_dot bw_dot/part_by_three_5 348 48
bw_dot bw_dot/part_levels_by_three_3 266 32
bw_dot bw_dot/part_levels_by_three_4 268 32
bw_dot bw_dot/two_by_one_2 370 16
bw_dot bw_dot/two_by_one_3 272 16
bw_dot bw_dot/two_by_one_4 212 16
bw_dot bw_dot/two_by_one_5 122 0
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 114 80 bw_pack
bw_rows bw_find_rows 114 0
bw_spikes bw_fire_codes 540 80
bw_gather bw_gather/any_2 830 144 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 934 144 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 592 128 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 68 0
bw_gather bw_gather/expand_singly 116 0
bw_gather bw_gather/whole_2 252 80 bw_gather/expand_singly
bw_gather bw_gather/whole_4 320 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 276 16
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 252 128 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 114 48 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 332 96 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 112 16 bw_convolution_row
bw_elementwise bw_lookup_codes 176 96 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 816 256 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 448 160 bw_pack bw_unpack
bw_endless bw_moving_average_rows 1010 480 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 538 208 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1060 144
bw_codes bw_pack 408 16 memcpy
bw_move bw_pad_row 228 64 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 106 0
bw_recurrent bw_recurrent/gates_of 338 48 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 68 0
bw_recurrent bw_recurrent/multiply 206 48
bw_recurrent bw_recurrent/reset_after 790 208 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 534 176 bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 392 48 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 388 32 bw_tanh_units
bw_elementwise bw_rescale_codes 446 160 bw_pack bw_unpack
bw_move bw_resize_row 112 64 bw_copy
bw_rows bw_ring_row 20 0
bw_recurrent bw_rnn_codes 600 176 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 92 0 bw_recurrent/sigmoid_table
bw_move bw_slice_row 268 64 bw_copy
bw_softmax bw_softmax_codes 754 96
bw_spikes bw_spike_product_row 462 224 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 430 96 memset
bw_spikes bw_spikes_2 410 112 memset
bw_spikes bw_spikes_3 140 0
bw_spikes bw_spikes_4 422 128 memset
bw_spikes bw_spikes_5 140 0
bw_spikes bw_spikes_8 452 144 memset
bw_spikes bw_spiking_row 610 224 bw_spikes/sums_of
bw_stream bw_stream/can_fire 126 0 bw_stream_has_room
bw_stream bw_stream_done 38 0
bw_stream bw_stream_has_room 152 0
bw_stream bw_stream_run 144 32 bw_stream/can_fire
bw_stream bw_stream_step 94 32 bw_stream/can_fire
bw_elementwise bw_sum_codes 566 208 bw_pack bw_unpack
bw_recurrent bw_tanh_units 96 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 208 48
bw_codes bw_unpack 284 16 memcpy
bw_wide bw_wide_average_pool_row 798 112
bw_wide_convolution bw_wide_convolution_row 1578 240 memset
bw_wide_recurrent bw_wide_gru_codes 1314 336 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 206 64 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 564 80
bw_wide_recurrent bw_wide_lstm_codes 506 256 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 270 64
bw_wide bw_wide_multiply_codes 648 128
bw_wide bw_wide_normalize_codes 1302 176
bw_wide bw_wide_pad_row 160 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 138 48
bw_wide_recurrent bw_wide_recurrent/expand 166 64 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/gates_of 538 144 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 68 0
bw_wide_recurrent bw_wide_recurrent/multiply 276 80 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_code 126 0
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 314 16
bw_wide_recurrent bw_wide_recurrent/scaled_pair 318 16
bw_wide_recurrent bw_wide_recurrent/start 516 128 bw_wide_recurrent/expand bw_wide_recurrent/put_code memset
bw_wide_recurrent bw_wide_recurrent/update 140 48 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 486 80
bw_wide_recurrent bw_wide_rnn_codes 296 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 542 112
bw_spikes bw_widen_spikes 106 16
calls calls/copied-state 40 0
calls calls/entry 77 0
calls calls/fed 40 0
calls calls/image 40 0
calls calls/joined 47 0
calls calls/once 35 0
calls calls/once-window 36 0
calls calls/operand 0 0
calls calls/ring 68 0
calls calls/row 66 0
calls calls/state 23 0
calls calls/states 22 0
calls calls/stepped-once 41 0
calls calls/stepped-once-window 89 0
calls calls/stepped-row 59 0
calls calls/stepped-window 61 0
calls calls/stream 45 0
calls calls/stream-row 38 0
calls calls/stream-window 57 0
calls calls/supplied 234 0
calls calls/tensor 16 0
calls calls/whole 39 0
calls calls/window 70 0
- memcpy 0 0 memcpy-asm.S.o.text.memcpy
- memcpy-asm.S.o.text.memcpy 22 64
- memmove 0 0 memmove.S.o.text.memmove
- memmove.S.o.text.memmove 38 64
- memset 0 0 memset.S.o.text.memset
- memset.S.o.text.memset 16 64
`,
    3: `
bw_pool bw_average_pool_row 898 272 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 2002 96 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 514 80
bw_convolution bw_convolution/remaining_channels.constprop.1 454 80
bw_convolution bw_convolution/three_pixels 1708 96 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 900 240 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 1884 128 bw_pack memcpy
bw_depthwise bw_depthwise/add_2 154 16
bw_depthwise bw_depthwise/add_4 152 16
bw_depthwise bw_depthwise/add_8 166 16
bw_depthwise bw_depthwise/add_outside 138 0
bw_depthwise bw_depthwise/any_pixel 1744 112 bw_depthwise/add_outside
bw_depthwise bw_depthwise/run_2 306 48 bw_depthwise/add_2
bw_depthwise bw_depthwise/run_4 396 32
bw_depthwise bw_depthwise/run_8 382 32
bw_depthwise bw_depthwise/single_channels 778 112
bw_depthwise bw_depthwise_row 1974 336 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 58 80 bw_dot/finish_block bw_dot/part_by_three_2
bw_dot bw_dot/by_three_3 58 80 bw_dot/finish_block bw_dot/part_by_three_3
bw_dot bw_dot/by_three_4 58 80 bw_dot/finish_block bw_dot/part_by_three_4
bw_dot bw_dot/by_three_5 58 80 bw_dot/finish_block bw_dot/part_by_three_5
bw_dot bw_dot/by_three_8 520 96 bw_dot/finish_block
bw_dot bw_dot/finish_block 1026 0
bw_dot bw_dot/four_by_one_2 48 32 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 48 32 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 48 32 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 48 32 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 234 0
bw_dot bw_dot/levels_by_three_3 58 80 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 58 80 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 322 64
bw_dot bw_dot/levels_four_by_one_4 278 48
bw_dot bw_dot/levels_one_by_one_3 578 64
bw_dot bw_dot/levels_one_by_one_4 460 48
bw_dot bw_dot/one_by_one_2 486 48
bw_dot bw_dot/one_by_one_3 324 16
bw_dot bw_dot/one_by_one_4 250 16
bw_dot bw_dot/one_by_one_5 202 0
bw_dot bw_dot/one_by_one_8 174 0
bw_dot bw_dot/part_by_three_2 756 64
bw_dot bw_dot/part_by_three_3 562 64
bw_dot bw_dot/part_by_three_4 442 64
bw_dot bw_dot/part_by_three_5 348 48
bw_dot bw_dot/part_levels_by_three_3 266 32
bw_dot bw_dot/part_levels_by_three_4 626 32
bw_dot bw_dot/two_by_one_2 370 16
bw_dot bw_dot/two_by_one_3 574 16
bw_dot bw_dot/two_by_one_4 346 16
bw_dot bw_dot/two_by_one_5 122 0
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 116 80 bw_pack
bw_rows bw_find_rows 114 0
bw_spikes bw_fire_codes 536 80
bw_gather bw_gather/any_2 812 144 bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 932 144 bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 580 128 bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8.constprop.0
bw_gather bw_gather/expand_fill 70 0
bw_gather bw_gather/expand_singly.constprop.0 106 0
bw_gather bw_gather/expand_singly.constprop.1 106 0
bw_gather bw_gather/expand_singly.constprop.2 120 0
bw_gather bw_gather/whole_2 250 80 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 324 80 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 276 16
bw_gather bw_gather/whole_8.constprop.0 178 0
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 256 128 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 126 48 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 392 96 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 112 16 bw_convolution_row
bw_elementwise bw_lookup_codes 176 96 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1116 240 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 448 160 bw_pack bw_unpack
bw_endless bw_moving_average_rows 1140 480 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 634 208 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1338 144
bw_codes bw_pack 432 0 memcpy
bw_move bw_pad_row 228 64 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 106 0
bw_recurrent bw_recurrent/gates_of 856 48 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 68 0
bw_recurrent bw_recurrent/multiply 286 48
bw_recurrent bw_recurrent/reset_after 2144 160 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1272 160 bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 1006 48 bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 572 48 bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 432 0 bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 570 144 bw_pack bw_unpack
bw_move bw_resize_row 112 64 bw_copy
bw_rows bw_ring_row 20 0
bw_recurrent bw_rnn_codes 1702 176 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 92 0 bw_recurrent/sigmoid_table
bw_move bw_slice_row 270 64 bw_copy
bw_softmax bw_softmax_codes 778 96
bw_spikes bw_spike_product_row 462 224 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 434 96 memset
bw_spikes bw_spikes_2 898 144 memset
bw_spikes bw_spikes_3 214 32
bw_spikes bw_spikes_4 592 128 memset
bw_spikes bw_spikes_5 166 16
bw_spikes bw_spikes_8 444 128 memset
bw_spikes bw_spiking_row 610 224 bw_spikes/sums_of
bw_stream bw_stream/can_fire 126 0 bw_stream_has_room
bw_stream bw_stream_done 38 0
bw_stream bw_stream_has_room 152 0
bw_stream bw_stream_run 144 32 bw_stream/can_fire
bw_stream bw_stream_step 94 32 bw_stream/can_fire
bw_elementwise bw_sum_codes 578 224 bw_pack bw_unpack
bw_recurrent bw_tanh_units 96 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 620 48
bw_codes bw_unpack 324 0 memcpy
bw_wide bw_wide_average_pool_row 1010 112
bw_wide_convolution bw_wide_convolution_row 4760 240 memset
bw_wide_recurrent bw_wide_gru_codes 2086 336 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 694 144 bw_copy
bw_wide bw_wide_lookup_codes 564 80
bw_wide_recurrent bw_wide_lstm_codes 800 256 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 270 64
bw_wide bw_wide_multiply_codes 646 128
bw_wide bw_wide_normalize_codes 2012 176
bw_wide bw_wide_pad_row 298 48 memcpy
bw_wide_recurrent bw_wide_recurrent/expand 282 48
bw_wide_recurrent bw_wide_recurrent/gates_of 1412 112 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 68 0
bw_wide_recurrent bw_wide_recurrent/multiply 730 112
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 314 16
bw_wide_recurrent bw_wide_recurrent/start 628 128 bw_wide_recurrent/expand memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 1228 112 bw_wide_recurrent/expand memset
bw_wide bw_wide_rescale_codes 510 80
bw_wide_recurrent bw_wide_rnn_codes 622 208 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 556 112
bw_spikes bw_widen_spikes 106 16
calls calls/copied-state 45 0
calls calls/entry 77 0
calls calls/fed 42 0
calls calls/image 40 0
calls calls/joined 46 0
calls calls/once 35 0
calls calls/once-window 36 0
calls calls/operand 0 0
calls calls/ring 69 0
calls calls/row 66 0
calls calls/state 22 0
calls calls/states 98 0
calls calls/stepped-once 41 0
calls calls/stepped-once-window 92 0
calls calls/stepped-row 59 0
calls calls/stepped-window 57 0
calls calls/stream 46 0
calls calls/stream-row 38 0
calls calls/stream-window 56 0
calls calls/supplied 231 0
calls calls/tensor 16 0
calls calls/whole 35 0
calls calls/window 70 0
- memcpy 0 0 memcpy-asm.S.o.text.memcpy
- memcpy-asm.S.o.text.memcpy 22 64
- memmove 0 0 memmove.S.o.text.memmove
- memmove.S.o.text.memmove 38 64
- memset 0 0 memset.S.o.text.memset
- memset.S.o.text.memset 16 64
`,
    s: `
- __ashldi3 0 0 _ashldi3.o.text
- __ashrdi3 0 0 _ashrdi3.o.text
- __lshrdi3 0 0 _lshrdi3.o.text
- _ashldi3.o.text 40 64
- _ashrdi3.o.text 42 64
- _lshrdi3.o.text 40 64
bw_pool bw_average_pool_row 638 288 __ashldi3 __ashrdi3 bw_pack bw_pool/span_of bw_unpack memset
bw_convolution bw_convolution/one_pixel 724 144 __ashldi3 __ashrdi3 bw_convolution/remaining_channels memcpy
bw_convolution bw_convolution/remaining_channels 398 80 __ashldi3 __ashrdi3
bw_convolution bw_convolution/three_pixels 582 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 574 224 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 164 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 138 0
bw_depthwise bw_depthwise/add_4 162 16
bw_depthwise bw_depthwise/add_8 130 0
bw_depthwise bw_depthwise/add_outside 130 0
bw_depthwise bw_depthwise/any_pixel 806 112 __ashldi3 __ashrdi3 bw_depthwise/add_outside memcpy
bw_depthwise bw_depthwise/finish_four 88 0
bw_depthwise bw_depthwise/run_2 108 48 bw_depthwise/add_2 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_4 108 48 bw_depthwise/add_4 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_8 108 48 bw_depthwise/add_8 bw_depthwise/finish_four
bw_depthwise bw_depthwise/single_channels 646 112 __ashldi3 __ashrdi3
bw_depthwise bw_depthwise_row 1424 272 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 58 80 bw_dot/finish_block bw_dot/part_by_three_2
bw_dot bw_dot/by_three_3 56 80 bw_dot/finish_block bw_dot/part_by_three_3
bw_dot bw_dot/by_three_4 56 80 bw_dot/finish_block bw_dot/part_by_three_4
bw_dot bw_dot/by_three_5 56 80 bw_dot/finish_block bw_dot/part_by_three_5
bw_dot bw_dot/by_three_8 340 128 bw_dot/finish_block
bw_dot bw_dot/finish_block 142 0
bw_dot bw_dot/four_by_one_2 48 32 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 48 32 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 48 32 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 48 32 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 166 16
bw_dot bw_dot/levels_by_three_3 58 80 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 58 80 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 130 16
bw_dot bw_dot/levels_four_by_one_4 132 16
bw_dot bw_dot/levels_one_by_one_3 112 16
bw_dot bw_dot/levels_one_by_one_4 110 16
bw_dot bw_dot/one_by_one_2 72 0
bw_dot bw_dot/one_by_one_3 76 0
bw_dot bw_dot/one_by_one_4 72 0
bw_dot bw_dot/one_by_one_5 76 0
bw_dot bw_dot/one_by_one_8 84 0
bw_dot bw_dot/part_by_three_2 304 64
bw_dot bw_dot/part_by_three_3 304 64
bw_dot bw_dot/part_by_three_4 272 48
bw_dot bw_dot/part_by_three_5 244 48
bw_dot bw_dot/part_levels_by_three_3 252 48
bw_dot bw_dot/part_levels_by_three_4 254 48
bw_dot bw_dot/two_by_one_2 158 32
bw_dot bw_dot/two_by_one_3 164 32
bw_dot bw_dot/two_by_one_4 132 16
bw_dot bw_dot/two_by_one_5 112 16
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 86 80 bw_pack memset
bw_rows bw_find_rows 154 48 bw_ring_row
bw_spikes bw_fire_codes 526 80
bw_gather bw_gather/any_2 654 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 734 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 458 96 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 58 0
bw_gather bw_gather/expand_singly 100 0
bw_gather bw_gather/whole_2 246 80 bw_gather/expand_singly
bw_gather bw_gather/whole_4 288 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 276 16
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 218 96 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 94 48 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 290 112 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 120 16 bw_convolution_row
bw_elementwise bw_lookup_codes 144 96 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 618 224 __ashldi3 __ashrdi3 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 294 160 bw_pack bw_pool/span_of bw_unpack memset
bw_endless bw_moving_average_rows 752 432 __ashldi3 __ashrdi3 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 392 192 __ashldi3 __ashrdi3 bw_pack bw_unpack
bw_normalize bw_normalize_codes 840 160 __ashldi3 __ashrdi3
bw_codes bw_pack 406 16 memcpy
bw_move bw_pad_row 214 64 bw_copy bw_fill
bw_pool bw_pool/span_of 80 0
bw_recurrent bw_recurrent/expand 116 48 bw_recurrent/put_half
bw_recurrent bw_recurrent/gates_of 282 80 __ashldi3 __ashrdi3 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 64 0
bw_recurrent bw_recurrent/multiply 194 48
bw_recurrent bw_recurrent/put_half 40 0
bw_recurrent bw_recurrent/reset_after 582 176 __ashldi3 __ashrdi3 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 454 144 bw_recurrent/gates_of bw_recurrent/put_half bw_recurrent/update bw_sigmoid_units memcpy memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 358 80 bw_recurrent/expand bw_recurrent/put_half memset
bw_recurrent bw_recurrent/update 306 48 __ashldi3 __ashrdi3 bw_tanh_units
bw_elementwise bw_rescale_codes 334 144 __ashldi3 __ashrdi3 bw_pack bw_unpack
bw_move bw_resize_row 98 48 bw_copy
bw_rows bw_ring_row 20 0
bw_recurrent bw_rnn_codes 456 160 __ashldi3 __ashrdi3 bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 90 0 bw_recurrent/sigmoid_table
bw_move bw_slice_row 242 64 bw_copy
bw_softmax bw_softmax_codes 632 112 __lshrdi3 memcpy
bw_spikes bw_spike_product_row 392 256 __ashldi3 __ashrdi3 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 404 96 memset
bw_spikes bw_spikes_2 394 112 memset
bw_spikes bw_spikes_3 122 0
bw_spikes bw_spikes_4 384 112 memset
bw_spikes bw_spikes_5 122 0
bw_spikes bw_spikes_8 396 128 memset
bw_spikes bw_spiking_row 592 240 bw_spikes/sums_of
bw_stream bw_stream/can_fire 118 0 bw_stream_has_room
bw_stream bw_stream_done 40 0
bw_stream bw_stream_has_room 142 0
bw_stream bw_stream_run 96 32 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 94 32 bw_stream/can_fire
bw_elementwise bw_sum_codes 438 192 __ashldi3 __ashrdi3 bw_pack bw_unpack
bw_recurrent bw_tanh_units 94 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 202 48 memset
bw_codes bw_unpack 290 16 memcpy
bw_wide bw_wide_average_pool_row 640 112 __ashldi3 __ashrdi3
bw_wide_convolution bw_wide_convolution/multiply 128 48
bw_wide_convolution bw_wide_convolution_row 1150 208 __ashldi3 __ashrdi3 bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1146 304 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 196 64 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 492 80
bw_wide_recurrent bw_wide_lstm_codes 426 240 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 232 48
bw_wide bw_wide_multiply_codes 598 160 __ashldi3 __ashrdi3
bw_wide bw_wide_normalize_codes 990 160 __ashldi3 __ashrdi3
bw_wide bw_wide_pad_row 162 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 132 48
bw_wide_recurrent bw_wide_recurrent/expand 146 48 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/expanded_words 56 0
bw_wide_recurrent bw_wide_recurrent/gates_of 208 112 bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair
bw_wide_recurrent bw_wide_recurrent/leave 64 0
bw_wide_recurrent bw_wide_recurrent/multiply 272 80 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_code 74 32 bw_wide_recurrent/put_half
bw_wide_recurrent bw_wide_recurrent/put_half 40 0
bw_wide_recurrent bw_wide_recurrent/put_hidden 242 48 __ashldi3 __ashrdi3
bw_wide_recurrent bw_wide_recurrent/scaled_pair 242 16 __ashldi3 __ashrdi3
bw_wide_recurrent bw_wide_recurrent/start 332 112 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code memcpy memset
bw_wide_recurrent bw_wide_recurrent/update 124 48 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 454 128 __ashldi3 __ashrdi3
bw_wide_recurrent bw_wide_rnn_codes 266 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 498 144 __ashldi3 __ashrdi3
bw_spikes bw_widen_spikes 110 16
calls calls/copied-state 11 0
calls calls/entry 77 0
calls calls/fed 22 0
calls calls/image 40 0
calls calls/joined 46 0
calls calls/once 35 0
calls calls/once-window 32 0
calls calls/operand 0 0
calls calls/ring 59 0
calls calls/row 70 0
calls calls/state 22 0
calls calls/states 95 0
calls calls/stepped-once 52 0
calls calls/stepped-once-window 54 0
calls calls/stepped-row 63 0
calls calls/stepped-window 46 0
calls calls/stream 44 0
calls calls/stream-row 42 0
calls calls/stream-window 58 0
calls calls/supplied 226 0
calls calls/tensor 16 0
calls calls/whole 36 0
calls calls/window 72 0
- memcpy 0 0 memcpy-asm.S.o.text.memcpy
- memcpy-asm.S.o.text.memcpy 22 64
- memmove 0 0 memmove.S.o.text.memmove
- memmove.S.o.text.memmove 38 64
- memset 0 0 memset.S.o.text.memset
- memset.S.o.text.memset 16 64
`,
  },
};
