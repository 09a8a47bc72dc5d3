/** Code of cortex-m0+. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const CORTEX_M0PLUS: CodeData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
- __aeabi_lmul 0 0 _muldi3.o.text
- __aeabi_uidiv 0 0 _dvmd_tls.o.text _udivsi3.o.text
- __aeabi_uidivmod 0 0 _dvmd_tls.o.text _udivsi3.o.text
- _dvmd_tls.o.text 4 64
- _muldi3.o.text 92 64
- _udivsi3.o.text 276 64
bw_pool bw_average_pool_row 944 320 __aeabi_lmul bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1148 136 __aeabi_lmul bw_convolution/remaining_channels memcpy
bw_convolution bw_convolution/remaining_channels 444 88 __aeabi_lmul
bw_convolution bw_convolution/three_pixels 632 104 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 708 232 __aeabi_uidiv bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 164 104 __aeabi_uidiv bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 180 56
bw_depthwise bw_depthwise/add_4 168 48
bw_depthwise bw_depthwise/add_8 208 56
bw_depthwise bw_depthwise/add_outside 144 36
bw_depthwise bw_depthwise/any_pixel 984 120 __aeabi_lmul bw_depthwise/add_outside memcpy memset
bw_depthwise bw_depthwise/finish_four 120 28
bw_depthwise bw_depthwise/run_2 92 40 bw_depthwise/add_2 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_4 92 40 bw_depthwise/add_4 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_8 92 40 bw_depthwise/add_8 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/single_channels 812 160 __aeabi_lmul __aeabi_uidiv __aeabi_uidivmod
bw_depthwise bw_depthwise_row 1684 296 __aeabi_uidiv bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy memset
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 44 48 bw_dot/finish_block bw_dot/part_by_three_2
bw_dot bw_dot/by_three_3 44 48 bw_dot/finish_block bw_dot/part_by_three_3
bw_dot bw_dot/by_three_4 44 48 bw_dot/finish_block bw_dot/part_by_three_4
bw_dot bw_dot/by_three_5 44 48 bw_dot/finish_block bw_dot/part_by_three_5
bw_dot bw_dot/by_three_8 44 48 bw_dot/finish_block bw_dot/part_by_three_8
bw_dot bw_dot/finish_block 212 48
bw_dot bw_dot/four_by_one_2 32 24 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 32 24 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 32 24 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 32 24 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 196 28
bw_dot bw_dot/levels_by_three_3 44 48 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 44 48 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 184 56
bw_dot bw_dot/levels_four_by_one_4 184 56
bw_dot bw_dot/levels_one_by_one_3 168 56
bw_dot bw_dot/levels_one_by_one_4 164 56
bw_dot bw_dot/one_by_one_2 136 48
bw_dot bw_dot/one_by_one_3 136 48
bw_dot bw_dot/one_by_one_4 136 48
bw_dot bw_dot/one_by_one_5 140 48
bw_dot bw_dot/one_by_one_8 132 36
bw_dot bw_dot/part_by_three_2 392 64
bw_dot bw_dot/part_by_three_3 332 64
bw_dot bw_dot/part_by_three_4 264 56
bw_dot bw_dot/part_by_three_5 184 48
bw_dot bw_dot/part_by_three_8 116 20
bw_dot bw_dot/part_levels_by_three_3 180 48
bw_dot bw_dot/part_levels_by_three_4 180 48
bw_dot bw_dot/two_by_one_2 356 64
bw_dot bw_dot/two_by_one_3 304 64
bw_dot bw_dot/two_by_one_4 252 56
bw_dot bw_dot/two_by_one_5 180 48
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 84 80 bw_pack memset
bw_rows bw_find_rows 148 40 __aeabi_uidivmod
bw_spikes bw_fire_codes 560 104
bw_gather bw_gather/any_2 828 136 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 932 144 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 592 120 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 72 24
bw_gather bw_gather/expand_singly 144 48
bw_gather bw_gather/whole_2 240 88 bw_gather/expand_singly
bw_gather bw_gather/whole_4 288 88 bw_gather/expand_singly
bw_gather bw_gather/whole_8 272 56
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 252 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 48 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 312 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 140 48 bw_convolution_row
bw_elementwise bw_lookup_codes 148 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 872 232 __aeabi_lmul bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 412 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 912 472 __aeabi_lmul bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 584 216 __aeabi_lmul __aeabi_uidivmod bw_pack bw_unpack
bw_normalize bw_normalize_codes 1128 224 __aeabi_lmul __aeabi_uidiv
bw_codes bw_pack 428 56 memcpy
bw_move bw_pad_row 232 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 128 48
bw_recurrent bw_recurrent/gates_of 372 112 __aeabi_lmul bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 64 24
bw_recurrent bw_recurrent/multiply 184 56
bw_recurrent bw_recurrent/reset_after 796 240 __aeabi_lmul bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 548 168 __aeabi_uidiv bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 404 80 __aeabi_uidiv bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 392 40 __aeabi_lmul bw_tanh_units
bw_elementwise bw_rescale_codes 496 176 __aeabi_lmul bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 28 16 __aeabi_uidivmod
bw_recurrent bw_rnn_codes 700 184 __aeabi_lmul bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 252 88 bw_copy
bw_softmax bw_softmax_codes 760 120 __aeabi_lmul memcpy
bw_spikes bw_spike_product_row 484 264 __aeabi_lmul bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 424 80 memset
bw_spikes bw_spikes_2 520 144 memset
bw_spikes bw_spikes_3 212 56
bw_spikes bw_spikes_4 528 160 memset
bw_spikes bw_spikes_5 212 56
bw_spikes bw_spikes_8 452 152 memset
bw_spikes bw_spiking_row 580 264 bw_spikes/sums_of
bw_stream bw_stream/can_fire 136 32 bw_stream_has_room
bw_stream bw_stream_done 40 12
bw_stream bw_stream_has_room 164 48
bw_stream bw_stream_run 108 24 bw_stream/can_fire
bw_stream bw_stream_step 60 24 bw_stream/can_fire
bw_elementwise bw_sum_codes 584 232 __aeabi_lmul __aeabi_uidivmod bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 200 80 memset
bw_codes bw_unpack 256 48 memcpy
bw_wide bw_wide_average_pool_row 808 176 __aeabi_lmul
bw_wide_convolution bw_wide_convolution_row 1488 312 __aeabi_lmul __aeabi_uidiv memset
bw_wide_recurrent bw_wide_gru_codes 1352 368 __aeabi_lmul __aeabi_uidiv bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 196 72 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 608 112
bw_wide_recurrent bw_wide_lstm_codes 548 240 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 348 88
bw_wide bw_wide_multiply_codes 672 168 __aeabi_lmul
bw_wide bw_wide_normalize_codes 1248 224 __aeabi_lmul __aeabi_uidiv
bw_wide bw_wide_pad_row 168 56 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 96 48
bw_wide_recurrent bw_wide_recurrent/expand 152 48 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/gates_of 460 184 __aeabi_lmul bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 64 24
bw_wide_recurrent bw_wide_recurrent/multiply 244 112 __aeabi_lmul bw_wide_recurrent/dots.isra.0 memset
bw_wide_recurrent bw_wide_recurrent/put_code 96 20
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 308 32 __aeabi_lmul
bw_wide_recurrent bw_wide_recurrent/scaled_pair 200 40 __aeabi_lmul
bw_wide_recurrent bw_wide_recurrent/start 492 120 __aeabi_uidiv bw_wide_recurrent/expand bw_wide_recurrent/put_code memcpy memset
bw_wide_recurrent bw_wide_recurrent/update 116 40 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 544 144 __aeabi_lmul
bw_wide_recurrent bw_wide_rnn_codes 364 192 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 604 160 __aeabi_lmul
bw_spikes bw_widen_spikes 132 56
calls calls/copied-state 29 0
calls calls/entry 41 0
calls calls/fed 0 0
calls calls/image 34 0
calls calls/joined 42 0
calls calls/once 31 0
calls calls/once-window 58 0
calls calls/operand 10 0
calls calls/ring 45 0
calls calls/row 80 0
calls calls/state 18 0
calls calls/states 0 0
calls calls/stepped-once 32 0
calls calls/stepped-once-window 79 0
calls calls/stepped-row 7 0
calls calls/stepped-window 85 0
calls calls/stream 30 0
calls calls/stream-row 51 0
calls calls/stream-window 53 0
calls calls/supplied 222 0
calls calls/tensor 16 0
calls calls/whole 27 0
calls calls/window 82 0
- lib_a-memcpy-stub.o.text 144 64
- lib_a-memmove.o.text 176 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy-stub.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    3: `
- __aeabi_lmul 0 0 _muldi3.o.text
- __aeabi_uidiv 0 0 _dvmd_tls.o.text _udivsi3.o.text
- __aeabi_uidivmod 0 0 _dvmd_tls.o.text _udivsi3.o.text
- _dvmd_tls.o.text 4 64
- _muldi3.o.text 92 64
- _udivsi3.o.text 276 64
bw_pool bw_average_pool_row 956 312 __aeabi_lmul bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 2332 208 __aeabi_lmul bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 448 168 __aeabi_lmul
bw_convolution bw_convolution/remaining_channels.constprop.1 432 168 __aeabi_lmul
bw_convolution bw_convolution/three_pixels 1708 112 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 916 232 __aeabi_uidiv bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 1676 120 __aeabi_uidiv bw_pack memcpy
bw_depthwise bw_depthwise/add_2 180 56
bw_depthwise bw_depthwise/add_4 168 48
bw_depthwise bw_depthwise/add_8 208 56
bw_depthwise bw_depthwise/add_outside 144 36
bw_depthwise bw_depthwise/any_pixel 1676 104 __aeabi_lmul bw_depthwise/add_outside memcpy memset
bw_depthwise bw_depthwise/finish_four 296 20
bw_depthwise bw_depthwise/run_2 92 40 bw_depthwise/add_2 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_4 248 72 bw_depthwise/finish_four
bw_depthwise bw_depthwise/run_8 240 72 bw_depthwise/finish_four
bw_depthwise bw_depthwise/single_channels 804 160 __aeabi_lmul __aeabi_uidiv __aeabi_uidivmod
bw_depthwise bw_depthwise_row 1876 304 __aeabi_uidiv bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy memset
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 44 48 bw_dot/finish_block bw_dot/part_by_three_2
bw_dot bw_dot/by_three_3 44 48 bw_dot/finish_block bw_dot/part_by_three_3
bw_dot bw_dot/by_three_4 44 48 bw_dot/finish_block bw_dot/part_by_three_4
bw_dot bw_dot/by_three_5 44 48 bw_dot/finish_block bw_dot/part_by_three_5
bw_dot bw_dot/by_three_8 44 48 bw_dot/finish_block bw_dot/part_by_three_8
bw_dot bw_dot/finish_block 612 32
bw_dot bw_dot/four_by_one_2 32 24 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 32 24 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 32 24 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 32 24 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 196 28
bw_dot bw_dot/levels_by_three_3 44 48 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 44 48 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 328 80
bw_dot bw_dot/levels_four_by_one_4 288 80
bw_dot bw_dot/levels_one_by_one_3 592 88
bw_dot bw_dot/levels_one_by_one_4 532 80
bw_dot bw_dot/one_by_one_2 400 56
bw_dot bw_dot/one_by_one_3 296 48
bw_dot bw_dot/one_by_one_4 284 48
bw_dot bw_dot/one_by_one_5 220 48
bw_dot bw_dot/one_by_one_8 196 36
bw_dot bw_dot/part_by_three_2 392 64
bw_dot bw_dot/part_by_three_3 332 64
bw_dot bw_dot/part_by_three_4 348 56
bw_dot bw_dot/part_by_three_5 184 48
bw_dot bw_dot/part_by_three_8 116 20
bw_dot bw_dot/part_levels_by_three_3 452 48
bw_dot bw_dot/part_levels_by_three_4 380 48
bw_dot bw_dot/two_by_one_2 356 64
bw_dot bw_dot/two_by_one_3 496 56
bw_dot bw_dot/two_by_one_4 316 48
bw_dot bw_dot/two_by_one_5 180 48
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 84 80 bw_pack memset
bw_rows bw_find_rows 148 40 __aeabi_uidivmod
bw_spikes bw_fire_codes 564 96
bw_gather bw_gather/any_2 820 128 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 956 136 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 608 104 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8.constprop.0
bw_gather bw_gather/expand_fill 76 24
bw_gather bw_gather/expand_singly.constprop.0 120 100
bw_gather bw_gather/expand_singly.constprop.1 120 100
bw_gather bw_gather/expand_singly.constprop.2 108 100
bw_gather bw_gather/whole_2 236 80 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 288 88 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 272 56
bw_gather bw_gather/whole_8.constprop.0 168 32
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 252 104 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 48 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 348 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 140 48 bw_convolution_row
bw_elementwise bw_lookup_codes 148 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1192 232 __aeabi_lmul bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 412 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 1232 488 __aeabi_lmul bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 672 216 __aeabi_lmul __aeabi_uidivmod bw_pack bw_unpack
bw_normalize bw_normalize_codes 1488 216 __aeabi_lmul __aeabi_uidiv
bw_codes bw_pack 448 48 memcpy
bw_move bw_pad_row 232 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 128 48
bw_recurrent bw_recurrent/gates_of 780 104 __aeabi_lmul bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 64 24
bw_recurrent bw_recurrent/multiply 260 56
bw_recurrent bw_recurrent/reset_after 2260 376 __aeabi_lmul bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1284 168 __aeabi_uidiv bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 516 0
bw_recurrent bw_recurrent/start 1048 72 __aeabi_uidiv bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 540 72 __aeabi_uidiv bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 436 32 __aeabi_lmul bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 580 168 __aeabi_lmul bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 28 16 __aeabi_uidivmod
bw_recurrent bw_rnn_codes 772 192 __aeabi_lmul bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 232 80 bw_copy
bw_softmax bw_softmax_codes 756 120 __aeabi_lmul memcpy
bw_spikes bw_spike_product_row 484 264 __aeabi_lmul bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 428 80 memset
bw_spikes bw_spikes_2 708 136 memset
bw_spikes bw_spikes_3 224 48
bw_spikes bw_spikes_4 544 136 memset
bw_spikes bw_spikes_5 204 56
bw_spikes bw_spikes_8 464 128 memset
bw_spikes bw_spiking_row 592 264 bw_spikes/sums_of
bw_stream bw_stream/can_fire 136 32 bw_stream_has_room
bw_stream bw_stream_done 40 12
bw_stream bw_stream_has_room 164 48
bw_stream bw_stream_run 108 24 bw_stream/can_fire
bw_stream bw_stream_step 60 24 bw_stream/can_fire
bw_elementwise bw_sum_codes 592 240 __aeabi_lmul __aeabi_uidivmod bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 660 96 memset
bw_codes bw_unpack 324 48 memcpy
bw_wide bw_wide_average_pool_row 1080 200 __aeabi_lmul
bw_wide_convolution bw_wide_convolution_row 3724 576 __aeabi_lmul __aeabi_uidiv memset
bw_wide_recurrent bw_wide_gru_codes 2092 424 __aeabi_lmul __aeabi_uidiv bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 756 192 __aeabi_lmul bw_copy
bw_wide bw_wide_lookup_codes 604 112
bw_wide_recurrent bw_wide_lstm_codes 868 280 __aeabi_lmul bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 344 88
bw_wide bw_wide_multiply_codes 704 176 __aeabi_lmul
bw_wide bw_wide_normalize_codes 1968 272 __aeabi_lmul __aeabi_uidiv
bw_wide bw_wide_pad_row 316 80 memcpy
bw_wide_recurrent bw_wide_recurrent/expand 300 88
bw_wide_recurrent bw_wide_recurrent/gates_of 1104 160 __aeabi_lmul bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 64 24
bw_wide_recurrent bw_wide_recurrent/multiply 584 112 __aeabi_lmul memset
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 308 32 __aeabi_lmul
bw_wide_recurrent bw_wide_recurrent/start 664 168 __aeabi_uidiv bw_wide_recurrent/expand memcpy memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 640 168 __aeabi_uidiv bw_wide_recurrent/expand memcpy memset
bw_wide bw_wide_rescale_codes 600 144 __aeabi_lmul
bw_wide_recurrent bw_wide_rnn_codes 704 232 __aeabi_lmul bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 640 168 __aeabi_lmul
bw_spikes bw_widen_spikes 132 56
calls calls/copied-state 33 0
calls calls/entry 41 0
calls calls/fed 0 0
calls calls/image 34 0
calls calls/joined 40 0
calls calls/once 31 0
calls calls/once-window 58 0
calls calls/operand 7 0
calls calls/ring 48 0
calls calls/row 81 0
calls calls/state 16 0
calls calls/states 0 0
calls calls/stepped-once 32 0
calls calls/stepped-once-window 78 0
calls calls/stepped-row 9 0
calls calls/stepped-window 86 0
calls calls/stream 29 0
calls calls/stream-row 51 0
calls calls/stream-window 51 0
calls calls/supplied 223 0
calls calls/tensor 16 0
calls calls/whole 25 0
calls calls/window 82 0
- lib_a-memcpy-stub.o.text 144 64
- lib_a-memmove.o.text 176 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy-stub.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    s: `
- __aeabi_lasr 0 0 _ashrdi3.o.text
- __aeabi_llsl 0 0 _ashldi3.o.text
- __aeabi_llsr 0 0 _lshrdi3.o.text
- __aeabi_lmul 0 0 _muldi3.o.text
- __aeabi_uidiv 0 0 _dvmd_tls.o.text _udivsi3.o.text
- __aeabi_uidivmod 0 0 _dvmd_tls.o.text _udivsi3.o.text
- _ashldi3.o.text 24 64
- _ashrdi3.o.text 28 64
- _dvmd_tls.o.text 4 64
- _lshrdi3.o.text 24 64
- _muldi3.o.text 92 64
- _udivsi3.o.text 276 64
bw_pool bw_average_pool_row 630 272 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 620 112 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_convolution/remaining_channels memcpy
bw_convolution bw_convolution/remaining_channels 360 88 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_convolution bw_convolution/three_pixels 540 88 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 564 208 __aeabi_uidiv bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 124 88 __aeabi_uidiv bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 156 48
bw_depthwise bw_depthwise/add_4 148 48
bw_depthwise bw_depthwise/add_8 144 48
bw_depthwise bw_depthwise/add_outside 116 32
bw_depthwise bw_depthwise/any_pixel 744 96 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_depthwise/add_outside memcpy memset
bw_depthwise bw_depthwise/finish_four 100 32
bw_depthwise bw_depthwise/run_2 80 40 bw_depthwise/add_2 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_4 80 40 bw_depthwise/add_4 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/run_8 80 40 bw_depthwise/add_8 bw_depthwise/finish_four memset
bw_depthwise bw_depthwise/single_channels 632 136 __aeabi_lasr __aeabi_llsl __aeabi_lmul __aeabi_uidiv __aeabi_uidivmod
bw_depthwise bw_depthwise_row 1428 272 __aeabi_uidiv bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy memset
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/by_three_2 42 48 bw_dot/finish_block bw_dot/part_by_three_2
bw_dot bw_dot/by_three_3 42 48 bw_dot/finish_block bw_dot/part_by_three_3
bw_dot bw_dot/by_three_4 42 48 bw_dot/finish_block bw_dot/part_by_three_4
bw_dot bw_dot/by_three_5 42 48 bw_dot/finish_block bw_dot/part_by_three_5
bw_dot bw_dot/by_three_8 42 48 bw_dot/finish_block bw_dot/part_by_three_8
bw_dot bw_dot/finish_block 190 56
bw_dot bw_dot/four_by_one_2 32 24 bw_dot/two_by_one_2
bw_dot bw_dot/four_by_one_3 32 24 bw_dot/two_by_one_3
bw_dot bw_dot/four_by_one_4 32 24 bw_dot/two_by_one_4
bw_dot bw_dot/four_by_one_5 32 24 bw_dot/two_by_one_5
bw_dot bw_dot/four_by_one_8 140 48
bw_dot bw_dot/levels_by_three_3 42 48 bw_dot/finish_block bw_dot/part_levels_by_three_3
bw_dot bw_dot/levels_by_three_4 42 48 bw_dot/finish_block bw_dot/part_levels_by_three_4
bw_dot bw_dot/levels_four_by_one_3 132 56
bw_dot bw_dot/levels_four_by_one_4 132 56
bw_dot bw_dot/levels_one_by_one_3 124 48
bw_dot bw_dot/levels_one_by_one_4 120 48
bw_dot bw_dot/one_by_one_2 88 40
bw_dot bw_dot/one_by_one_3 92 40
bw_dot bw_dot/one_by_one_4 88 40
bw_dot bw_dot/one_by_one_5 92 40
bw_dot bw_dot/one_by_one_8 76 32
bw_dot bw_dot/part_by_three_2 200 72
bw_dot bw_dot/part_by_three_3 200 72
bw_dot bw_dot/part_by_three_4 168 56
bw_dot bw_dot/part_by_three_5 144 56
bw_dot bw_dot/part_by_three_8 98 32
bw_dot bw_dot/part_levels_by_three_3 144 48
bw_dot bw_dot/part_levels_by_three_4 144 48
bw_dot bw_dot/two_by_one_2 168 64
bw_dot bw_dot/two_by_one_3 184 72
bw_dot bw_dot/two_by_one_4 140 56
bw_dot bw_dot/two_by_one_5 128 56
bw_dot bw_dot_2 12 0 bw_dot/by_three_2 bw_dot/four_by_one_2 bw_dot/one_by_one_2
bw_dot bw_dot_3 12 0 bw_dot/by_three_3 bw_dot/four_by_one_3 bw_dot/one_by_one_3
bw_dot bw_dot_4 12 0 bw_dot/by_three_4 bw_dot/four_by_one_4 bw_dot/one_by_one_4
bw_dot bw_dot_5 12 0 bw_dot/by_three_5 bw_dot/four_by_one_5 bw_dot/one_by_one_5
bw_dot bw_dot_8 12 0 bw_dot/by_three_8 bw_dot/four_by_one_8 bw_dot/one_by_one_8
bw_dot bw_dot_levels_3 12 0 bw_dot/levels_by_three_3 bw_dot/levels_four_by_one_3 bw_dot/levels_one_by_one_3
bw_dot bw_dot_levels_4 12 0 bw_dot/levels_by_three_4 bw_dot/levels_four_by_one_4 bw_dot/levels_one_by_one_4
bw_codes bw_fill 62 80 bw_pack memset
bw_rows bw_find_rows 108 40 bw_ring_row
bw_spikes bw_fire_codes 452 96
bw_gather bw_gather/any_2 668 96 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 744 96 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 486 80 __aeabi_uidiv bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 58 32
bw_gather bw_gather/expand_singly 96 40
bw_gather bw_gather/whole_2 196 80 bw_gather/expand_singly
bw_gather bw_gather/whole_4 236 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 230 56
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 204 80 bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 92 48 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 240 96 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 126 64 bw_convolution_row
bw_elementwise bw_lookup_codes 106 88 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 632 200 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 320 144 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 656 440 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 388 176 __aeabi_lasr __aeabi_llsl __aeabi_lmul __aeabi_uidivmod bw_pack bw_unpack
bw_normalize bw_normalize_codes 760 176 __aeabi_lasr __aeabi_llsl __aeabi_lmul __aeabi_uidiv
bw_codes bw_pack 356 40 memcpy
bw_move bw_pad_row 198 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 78 40 bw_recurrent/put_half
bw_recurrent bw_recurrent/gates_of 240 96 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 46 20
bw_recurrent bw_recurrent/multiply 134 56
bw_recurrent bw_recurrent/put_half 36 8
bw_recurrent bw_recurrent/reset_after 600 200 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 384 136 __aeabi_uidiv bw_recurrent/gates_of bw_recurrent/put_half bw_recurrent/update bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 514 0
bw_recurrent bw_recurrent/start 312 64 __aeabi_uidiv bw_recurrent/expand bw_recurrent/put_half memset
bw_recurrent bw_recurrent/update 284 48 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_tanh_units
bw_elementwise bw_rescale_codes 314 136 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_pack bw_unpack
bw_move bw_resize_row 78 48 bw_copy
bw_rows bw_ring_row 26 16 __aeabi_uidivmod
bw_recurrent bw_rnn_codes 480 160 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 206 80 bw_copy
bw_softmax bw_softmax_codes 644 112 __aeabi_llsr __aeabi_lmul memcpy
bw_spikes bw_spike_product_row 374 264 __aeabi_lasr __aeabi_llsl __aeabi_lmul bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 346 80 memset
bw_spikes bw_spikes_2 380 136 memset
bw_spikes bw_spikes_3 124 48
bw_spikes bw_spikes_4 364 136 memset
bw_spikes bw_spikes_5 116 48
bw_spikes bw_spikes_8 364 136 memset
bw_spikes bw_spiking_row 524 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 118 40 bw_stream_has_room
bw_stream bw_stream_done 34 12
bw_stream bw_stream_has_room 134 48
bw_stream bw_stream_run 68 32 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 58 24 bw_stream/can_fire
bw_elementwise bw_sum_codes 402 192 __aeabi_lasr __aeabi_llsl __aeabi_lmul __aeabi_uidivmod bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 172 72 memset
bw_codes bw_unpack 204 40 memcpy
bw_wide bw_wide_average_pool_row 588 136 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_wide_convolution bw_wide_convolution/multiply 74 48
bw_wide_convolution bw_wide_convolution_row 1140 264 __aeabi_lasr __aeabi_llsl __aeabi_lmul __aeabi_uidiv bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1104 312 __aeabi_lmul bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 162 72 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 428 104
bw_wide_recurrent bw_wide_lstm_codes 408 208 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 236 72
bw_wide bw_wide_multiply_codes 520 160 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_wide bw_wide_normalize_codes 876 184 __aeabi_lasr __aeabi_llsl __aeabi_lmul __aeabi_uidiv
bw_wide bw_wide_pad_row 148 64 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 76 48
bw_wide_recurrent bw_wide_recurrent/expand 96 40 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/expanded_words 52 16 __aeabi_uidiv
bw_wide_recurrent bw_wide_recurrent/gates_of 164 120 bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair
bw_wide_recurrent bw_wide_recurrent/leave 46 20
bw_wide_recurrent bw_wide_recurrent/multiply 230 104 __aeabi_lmul bw_wide_recurrent/dots.isra.0 memset
bw_wide_recurrent bw_wide_recurrent/put_code 58 16 bw_wide_recurrent/put_half
bw_wide_recurrent bw_wide_recurrent/put_half 36 8
bw_wide_recurrent bw_wide_recurrent/put_hidden 204 48 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_wide_recurrent bw_wide_recurrent/scaled_pair 132 40 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_wide_recurrent bw_wide_recurrent/start 280 120 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code memcpy memset
bw_wide_recurrent bw_wide_recurrent/update 96 24 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 416 136 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_wide_recurrent bw_wide_rnn_codes 240 152 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 456 152 __aeabi_lasr __aeabi_llsl __aeabi_lmul
bw_spikes bw_widen_spikes 100 56
calls calls/copied-state 13 0
calls calls/entry 58 0
calls calls/fed 33 0
calls calls/image 31 0
calls calls/joined 39 0
calls calls/once 27 0
calls calls/once-window 5 0
calls calls/operand 18 0
calls calls/ring 44 0
calls calls/row 45 0
calls calls/state 15 0
calls calls/states 0 0
calls calls/stepped-once 24 0
calls calls/stepped-once-window 0 0
calls calls/stepped-row 0 0
calls calls/stepped-window 86 0
calls calls/stream 49 0
calls calls/stream-row 36 0
calls calls/stream-window 54 0
calls calls/supplied 181 0
calls calls/tensor 16 0
calls calls/whole 23 0
calls calls/window 70 0
- lib_a-memcpy-stub.o.text 144 64
- lib_a-memmove.o.text 176 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy-stub.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
  },
};
