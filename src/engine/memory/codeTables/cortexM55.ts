/** Code of cortex-m55. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const CORTEX_M55: CodeData = {
  compiler: "arm-none-eabi-gcc 12.2.1",
  levels: {
    2: `
bw_dot_mve bw_arrange 284 48
bw_pool bw_average_pool_row 1232 312 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 696 136 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 320 72
bw_convolution bw_convolution/two_pixels 496 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 760 248 bw_arrange bw_convolution/one_pixel bw_convolution/two_pixels memset
bw_codes bw_copy 152 104 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/single_channels 676 136
bw_depthwise_mve bw_depthwise_fours 1580 504 bw_depthwise_mve/own_left bw_depthwise_mve/own_right bw_depthwise_mve/own_whole bw_depthwise_mve/shared_left bw_depthwise_mve/shared_right bw_depthwise_mve/shared_whole bw_depthwise_mve/unpack
bw_depthwise_mve bw_depthwise_mve/beside 120 28
bw_depthwise_mve bw_depthwise_mve/four_2 192 104 bw_depthwise_mve/pixels_2
bw_depthwise_mve bw_depthwise_mve/four_4 192 104 bw_depthwise_mve/pixels_4
bw_depthwise_mve bw_depthwise_mve/four_8 192 104 bw_depthwise_mve/pixels_8
bw_depthwise_mve bw_depthwise_mve/own_left 304 104
bw_depthwise_mve bw_depthwise_mve/own_right 304 104
bw_depthwise_mve bw_depthwise_mve/own_whole 316 104
bw_depthwise_mve bw_depthwise_mve/pixels_2 1056 184 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_4 1056 184 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_8 956 160 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/put_any 172 64
bw_depthwise_mve bw_depthwise_mve/shared_left 272 104
bw_depthwise_mve bw_depthwise_mve/shared_right 272 104
bw_depthwise_mve bw_depthwise_mve/shared_whole 284 104
bw_depthwise_mve bw_depthwise_mve/unpack 208 64
bw_depthwise bw_depthwise_row 168 48 bw_depthwise/single_channels bw_depthwise_fours
bw_depthwise_mve bw_depthwise_taps_2 4 0 bw_depthwise_mve/four_2
bw_depthwise_mve bw_depthwise_taps_4 4 0 bw_depthwise_mve/four_4
bw_depthwise_mve bw_depthwise_taps_8 4 0 bw_depthwise_mve/four_8
bw_dot_mve bw_dot_2 16 0 bw_dot_mve/by_two_2 bw_dot_mve/four_by_one_2 bw_dot_mve/one_by_one_2 bw_dot_mve/order_2
bw_dot_mve bw_dot_3 16 0 bw_dot_mve/by_two_3 bw_dot_mve/four_by_one_3 bw_dot_mve/one_by_one_3 bw_dot_mve/order_3
bw_dot_mve bw_dot_4 16 0 bw_dot_mve/by_two_4 bw_dot_mve/four_by_one_4 bw_dot_mve/one_by_one_4 bw_dot_mve/order_4
bw_dot_mve bw_dot_5 16 0 bw_dot_mve/by_two_5 bw_dot_mve/four_by_one_5 bw_dot_mve/one_by_one_5 bw_dot_mve/order_5
bw_dot_mve bw_dot_8 16 0 bw_dot_mve/by_two_8 bw_dot_mve/four_by_one_8 bw_dot_mve/one_by_one_8 bw_dot_mve/order_8
bw_dot_mve bw_dot_levels_3 16 0 bw_dot_mve/by_two_levels_3 bw_dot_mve/four_by_one_levels_3 bw_dot_mve/one_by_one_levels_3 bw_dot_mve/order_levels_3
bw_dot_mve bw_dot_levels_4 16 0 bw_dot_mve/by_two_levels_4 bw_dot_mve/four_by_one_levels_4 bw_dot_mve/one_by_one_levels_4 bw_dot_mve/order_levels_4
bw_dot_mve bw_dot_mve/by_two_2 748 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_3 716 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_4 420 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_5 484 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_8 256 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_levels_3 196 72 bw_dot_mve/one_by_one_levels_3
bw_dot_mve bw_dot_mve/by_two_levels_4 384 128
bw_dot_mve bw_dot_mve/four_by_one_2 504 96
bw_dot_mve bw_dot_mve/four_by_one_3 524 96
bw_dot_mve bw_dot_mve/four_by_one_4 280 96
bw_dot_mve bw_dot_mve/four_by_one_5 344 96
bw_dot_mve bw_dot_mve/four_by_one_8 164 96
bw_dot_mve bw_dot_mve/four_by_one_levels_3 56 40 bw_dot_mve/one_by_one_levels_3
bw_dot_mve bw_dot_mve/four_by_one_levels_4 192 96
bw_dot_mve bw_dot_mve/one_by_one_2 224 112
bw_dot_mve bw_dot_mve/one_by_one_3 260 128
bw_dot_mve bw_dot_mve/one_by_one_4 176 80
bw_dot_mve bw_dot_mve/one_by_one_5 184 84
bw_dot_mve bw_dot_mve/one_by_one_8 116 32
bw_dot_mve bw_dot_mve/one_by_one_levels_3 368 160
bw_dot_mve bw_dot_mve/one_by_one_levels_4 188 96
bw_dot_mve bw_dot_mve/order_2 40 0
bw_dot_mve bw_dot_mve/order_3 40 0
bw_dot_mve bw_dot_mve/order_4 40 0
bw_dot_mve bw_dot_mve/order_5 40 0
bw_dot_mve bw_dot_mve/order_8 40 0
bw_dot_mve bw_dot_mve/order_levels_3 40 0
bw_dot_mve bw_dot_mve/order_levels_4 40 0
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 132 20
bw_dot_mve bw_finish_two 104 0
bw_spikes bw_fire_codes 468 80
bw_gather bw_gather/any_2 420 72 bw_gather/expand_2.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/any_4 420 72 bw_gather/expand_4.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/any_8 420 72 bw_gather/expand_8.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/expand_2.constprop.0 128 24 bw_unpack
bw_gather bw_gather/expand_4.constprop.0 108 24 bw_unpack
bw_gather bw_gather/expand_8.constprop.0 104 8
bw_gather bw_gather/expand_fill.constprop.0 24 8 memset
bw_gather bw_gather/whole_2 76 48 bw_gather/expand_2.constprop.0
bw_gather bw_gather/whole_4 76 48 bw_gather/expand_4.constprop.0
bw_gather bw_gather/whole_8 64 48 bw_gather/expand_8.constprop.0
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 424 112 bw_arrange bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 260 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 76 32 bw_convolution_row memcpy
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 848 208 bw_arrange bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 444 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 764 464 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 404 192 bw_pack bw_unpack
bw_normalize bw_normalize_codes 940 160
bw_codes bw_pack 268 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 60 16
bw_recurrent bw_recurrent/gates_of 228 80 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 244 64
bw_recurrent bw_recurrent/reset_after 588 192 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update.isra.0 bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 608 168 bw_arrange bw_recurrent/gates_of bw_recurrent/update.isra.0 bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 520 0
bw_recurrent bw_recurrent/start 384 64 bw_arrange bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 264 32 bw_tanh_units
bw_elementwise bw_rescale_codes 308 152 bw_pack bw_unpack
bw_move bw_resize_row 96 64 bw_copy
bw_rows bw_ring_row 28 8
bw_recurrent bw_rnn_codes 708 160 bw_arrange bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 64 0 bw_recurrent/sigmoid_table
bw_move bw_slice_row 240 88 bw_copy
bw_softmax bw_softmax_codes 632 88
bw_spikes bw_spike_product_row 328 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 400 88 memset
bw_spikes bw_spikes_2 520 136 memset
bw_spikes bw_spikes_3 152 36
bw_spikes bw_spikes_4 420 136 memset
bw_spikes bw_spikes_5 148 36
bw_spikes bw_spikes_8 444 136 memset
bw_spikes bw_spiking_row 560 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 32 0
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 708 224 bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 188 80 memset
bw_codes bw_unpack 192 20 memcpy
bw_wide bw_wide_average_pool_row 664 128
bw_wide_convolution bw_wide_convolution_row 1368 232 bw_arrange memset
bw_wide_recurrent bw_wide_gru_codes 1324 336 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair bw_wide_recurrent/settle bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 180 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 500 104
bw_wide_recurrent bw_wide_lstm_codes 504 232 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/settle bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 244 72
bw_wide bw_wide_multiply_codes 516 152
bw_wide bw_wide_normalize_codes 1092 192
bw_wide bw_wide_pad_row 156 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 164 56
bw_wide_recurrent bw_wide_recurrent/expand 140 32
bw_wide_recurrent bw_wide_recurrent/gates_of 344 144 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 208 88 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 196 20
bw_wide_recurrent bw_wide_recurrent/scaled_pair 152 36
bw_wide_recurrent bw_wide_recurrent/settle 196 40 bw_arrange
bw_wide_recurrent bw_wide_recurrent/start 516 128 bw_wide_recurrent/expand bw_wide_recurrent/settle memset
bw_wide_recurrent bw_wide_recurrent/update 116 40 bw_tanh_units bw_wide_recurrent/put_hidden.isra.0
bw_wide bw_wide_rescale_codes 368 112
bw_wide_recurrent bw_wide_rnn_codes 340 176 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/settle bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 460 136
bw_spikes bw_widen_spikes 120 56
calls calls/copied-state 12 0
calls calls/entry 68 0
calls calls/fed 10 0
calls calls/image 37 0
calls calls/joined 44 0
calls calls/once 26 0
calls calls/once-window 36 0
calls calls/operand 6 0
calls calls/ring 44 0
calls calls/row 64 0
calls calls/state 20 0
calls calls/states 74 0
calls calls/stepped-once 35 0
calls calls/stepped-once-window 96 0
calls calls/stepped-row 52 0
calls calls/stepped-window 39 0
calls calls/stream 23 0
calls calls/stream-row 54 0
calls calls/stream-window 50 0
calls calls/supplied 175 0
calls calls/tensor 16 0
calls calls/whole 31 0
calls calls/window 66 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    3: `
bw_dot_mve bw_arrange 328 48
bw_pool bw_average_pool_row 2016 400 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1056 128 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 320 120
bw_convolution bw_convolution/remaining_channels.constprop.1 292 120
bw_convolution bw_convolution/two_pixels 740 80 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 784 248 bw_arrange bw_convolution/one_pixel bw_convolution/two_pixels memset
bw_codes bw_copy 880 112 bw_pack memcpy
bw_depthwise bw_depthwise/single_channels 692 136
bw_depthwise_mve bw_depthwise_fours 2512 536 bw_depthwise_mve/own_left bw_depthwise_mve/own_right bw_depthwise_mve/own_whole bw_depthwise_mve/shared_left bw_depthwise_mve/shared_right bw_depthwise_mve/shared_whole bw_depthwise_mve/unpack
bw_depthwise_mve bw_depthwise_mve/beside 120 28
bw_depthwise_mve bw_depthwise_mve/four_2 176 88 bw_depthwise_mve/pixels_2.constprop.0 bw_depthwise_mve/pixels_2.constprop.1
bw_depthwise_mve bw_depthwise_mve/four_4 176 88 bw_depthwise_mve/pixels_4.constprop.0 bw_depthwise_mve/pixels_4.constprop.1
bw_depthwise_mve bw_depthwise_mve/four_8 176 88 bw_depthwise_mve/pixels_8.constprop.0 bw_depthwise_mve/pixels_8.constprop.1
bw_depthwise_mve bw_depthwise_mve/own_left 304 104
bw_depthwise_mve bw_depthwise_mve/own_right 304 104
bw_depthwise_mve bw_depthwise_mve/own_whole 316 104
bw_depthwise_mve bw_depthwise_mve/pixels_2.constprop.0 708 336 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_2.constprop.1 1204 336
bw_depthwise_mve bw_depthwise_mve/pixels_4.constprop.0 708 336 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_4.constprop.1 1204 336
bw_depthwise_mve bw_depthwise_mve/pixels_8.constprop.0 672 296 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_8.constprop.1 1144 296
bw_depthwise_mve bw_depthwise_mve/put_any 496 48
bw_depthwise_mve bw_depthwise_mve/shared_left 272 104
bw_depthwise_mve bw_depthwise_mve/shared_right 272 104
bw_depthwise_mve bw_depthwise_mve/shared_whole 284 104
bw_depthwise_mve bw_depthwise_mve/unpack 236 64
bw_depthwise bw_depthwise_row 152 48 bw_depthwise/single_channels bw_depthwise_fours
bw_depthwise_mve bw_depthwise_taps_2 4 0 bw_depthwise_mve/four_2
bw_depthwise_mve bw_depthwise_taps_4 4 0 bw_depthwise_mve/four_4
bw_depthwise_mve bw_depthwise_taps_8 4 0 bw_depthwise_mve/four_8
bw_dot_mve bw_dot_2 16 0 bw_dot_mve/by_two_2 bw_dot_mve/four_by_one_2 bw_dot_mve/one_by_one_2 bw_dot_mve/order_2
bw_dot_mve bw_dot_3 16 0 bw_dot_mve/by_two_3 bw_dot_mve/four_by_one_3 bw_dot_mve/one_by_one_3 bw_dot_mve/order_3
bw_dot_mve bw_dot_4 16 0 bw_dot_mve/by_two_4 bw_dot_mve/four_by_one_4 bw_dot_mve/one_by_one_4 bw_dot_mve/order_4
bw_dot_mve bw_dot_5 16 0 bw_dot_mve/by_two_5 bw_dot_mve/four_by_one_5 bw_dot_mve/one_by_one_5 bw_dot_mve/order_5
bw_dot_mve bw_dot_8 16 0 bw_dot_mve/by_two_8 bw_dot_mve/four_by_one_8 bw_dot_mve/one_by_one_8 bw_dot_mve/order_8
bw_dot_mve bw_dot_levels_3 16 0 bw_dot_mve/by_two_levels_3 bw_dot_mve/four_by_one_levels_3 bw_dot_mve/one_by_one_levels_3 bw_dot_mve/order_levels_3
bw_dot_mve bw_dot_levels_4 16 0 bw_dot_mve/by_two_levels_4 bw_dot_mve/four_by_one_levels_4 bw_dot_mve/one_by_one_levels_4 bw_dot_mve/order_levels_4
bw_dot_mve bw_dot_mve/by_two_2 748 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_3 716 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_4 420 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_5 484 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_8 256 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_levels_3 188 64 bw_dot_mve/one_by_one_levels_3.constprop.0
bw_dot_mve bw_dot_mve/by_two_levels_4 384 128
bw_dot_mve bw_dot_mve/four_by_one_2 504 96
bw_dot_mve bw_dot_mve/four_by_one_3 524 96
bw_dot_mve bw_dot_mve/four_by_one_4 280 96
bw_dot_mve bw_dot_mve/four_by_one_5 344 96
bw_dot_mve bw_dot_mve/four_by_one_8 164 96
bw_dot_mve bw_dot_mve/four_by_one_levels_3 52 32 bw_dot_mve/one_by_one_levels_3.constprop.0
bw_dot_mve bw_dot_mve/four_by_one_levels_4 192 96
bw_dot_mve bw_dot_mve/one_by_one_2 224 112
bw_dot_mve bw_dot_mve/one_by_one_3 260 128
bw_dot_mve bw_dot_mve/one_by_one_4 176 80
bw_dot_mve bw_dot_mve/one_by_one_5 184 84
bw_dot_mve bw_dot_mve/one_by_one_8 168 32
bw_dot_mve bw_dot_mve/one_by_one_levels_3 368 160
bw_dot_mve bw_dot_mve/one_by_one_levels_3.constprop.0 360 160
bw_dot_mve bw_dot_mve/one_by_one_levels_4 188 96
bw_dot_mve bw_dot_mve/order_2 40 0
bw_dot_mve bw_dot_mve/order_3 40 0
bw_dot_mve bw_dot_mve/order_4 40 0
bw_dot_mve bw_dot_mve/order_5 40 0
bw_dot_mve bw_dot_mve/order_8 40 0
bw_dot_mve bw_dot_mve/order_levels_3 40 0
bw_dot_mve bw_dot_mve/order_levels_4 40 0
bw_codes bw_fill 72 80 bw_pack memset
bw_rows bw_find_rows 132 20
bw_dot_mve bw_finish_two 104 0
bw_spikes bw_fire_codes 472 88
bw_gather bw_gather/any_2 412 72 bw_gather/expand_2.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/any_4 412 72 bw_gather/expand_4.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/any_8 412 72 bw_gather/expand_8.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/expand_2.constprop.0 128 24 bw_unpack
bw_gather bw_gather/expand_4.constprop.0 108 24 bw_unpack
bw_gather bw_gather/expand_8.constprop.0 104 8
bw_gather bw_gather/expand_fill.constprop.0 24 8 memset
bw_gather bw_gather/whole_2 76 48 bw_gather/expand_2.constprop.0
bw_gather bw_gather/whole_4 76 48 bw_gather/expand_4.constprop.0
bw_gather bw_gather/whole_8 64 48 bw_gather/expand_8.constprop.0
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 424 112 bw_arrange bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 112 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 308 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 76 32 bw_convolution_row memcpy
bw_elementwise bw_lookup_codes 132 112 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 1112 216 bw_arrange bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/sigmoid_table bw_recurrent/start
bw_pool bw_max_pool_row 444 160 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 984 480 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 476 200 bw_pack bw_unpack
bw_normalize bw_normalize_codes 1288 168
bw_codes bw_pack 268 24 memcpy
bw_move bw_pad_row 212 80 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 60 16
bw_recurrent bw_recurrent/gates_of 464 88 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 60 12
bw_recurrent bw_recurrent/multiply 300 56
bw_recurrent bw_recurrent/reset_after 1540 200 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/sigmoid_table bw_recurrent/update.isra.0
bw_recurrent bw_recurrent/reset_before 1144 168 bw_arrange bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/update.isra.0 memset
bw_recurrent bw_recurrent/sigmoid_table 520 0
bw_recurrent bw_recurrent/start 484 64 bw_arrange bw_recurrent/expand memset
bw_recurrent bw_recurrent/start.constprop.0 384 56 bw_arrange bw_recurrent/expand memset
bw_recurrent bw_recurrent/update.isra.0 332 28 bw_recurrent/sigmoid_table
bw_elementwise bw_rescale_codes 356 144 bw_pack bw_unpack
bw_move bw_resize_row 96 64 bw_copy
bw_rows bw_ring_row 28 8
bw_recurrent bw_rnn_codes 1572 160 bw_arrange bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/sigmoid_table bw_recurrent/start.constprop.0
bw_recurrent bw_sigmoid_units 64 0 bw_recurrent/sigmoid_table
bw_move bw_slice_row 232 88 bw_copy
bw_softmax bw_softmax_codes 624 88
bw_spikes bw_spike_product_row 328 240 bw_spikes/sums_of
bw_spikes bw_spikes/sums_of 404 80 memset
bw_spikes bw_spikes_2 1248 280 memset
bw_spikes bw_spikes_3 208 56
bw_spikes bw_spikes_4 816 200 memset
bw_spikes bw_spikes_5 172 48
bw_spikes bw_spikes_8 688 184 memset
bw_spikes bw_spiking_row 548 256 bw_spikes/sums_of
bw_stream bw_stream/can_fire 112 20 bw_stream_has_room
bw_stream bw_stream_done 32 0
bw_stream bw_stream_has_room 140 28
bw_stream bw_stream_run 96 24 bw_stream/can_fire
bw_stream bw_stream_step 60 16 bw_stream/can_fire
bw_elementwise bw_sum_codes 712 224 bw_pack bw_unpack
bw_recurrent bw_tanh_units 72 0 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 568 80 memset
bw_codes bw_unpack 248 24 memcpy
bw_wide bw_wide_average_pool_row 868 144
bw_wide_convolution bw_wide_convolution_row 3432 272 bw_arrange memset
bw_wide_recurrent bw_wide_gru_codes 2060 328 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_hidden.isra.0 bw_wide_recurrent/settle bw_wide_recurrent/start memset
bw_wide bw_wide_join_codes 576 152 bw_copy
bw_wide bw_wide_lookup_codes 496 104
bw_wide_recurrent bw_wide_lstm_codes 708 240 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/settle bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 244 72
bw_wide bw_wide_multiply_codes 536 144
bw_wide bw_wide_normalize_codes 1700 224
bw_wide bw_wide_pad_row 256 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 164 56
bw_wide_recurrent bw_wide_recurrent/expand 180 32
bw_wide_recurrent bw_wide_recurrent/gates_of 844 136 bw_wide_recurrent/multiply
bw_wide_recurrent bw_wide_recurrent/leave 60 12
bw_wide_recurrent bw_wide_recurrent/multiply 332 88 bw_wide_recurrent/dots.isra.0
bw_wide_recurrent bw_wide_recurrent/put_hidden.isra.0 196 20
bw_wide_recurrent bw_wide_recurrent/settle 196 40 bw_arrange
bw_wide_recurrent bw_wide_recurrent/start 824 128 bw_wide_recurrent/expand bw_wide_recurrent/settle memset
bw_wide_recurrent bw_wide_recurrent/start.constprop.0 592 120 bw_wide_recurrent/expand bw_wide_recurrent/settle memset
bw_wide bw_wide_rescale_codes 368 104
bw_wide_recurrent bw_wide_rnn_codes 560 192 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/settle bw_wide_recurrent/start.constprop.0
bw_wide bw_wide_sum_codes 452 136
bw_spikes bw_widen_spikes 120 56
calls calls/copied-state 9 0
calls calls/entry 68 0
calls calls/fed 9 0
calls calls/image 37 0
calls calls/joined 41 0
calls calls/once 26 0
calls calls/once-window 36 0
calls calls/operand 6 0
calls calls/ring 44 0
calls calls/row 64 0
calls calls/state 17 0
calls calls/states 161 0
calls calls/stepped-once 35 0
calls calls/stepped-once-window 97 0
calls calls/stepped-row 50 0
calls calls/stepped-window 39 0
calls calls/stream 23 0
calls calls/stream-row 54 0
calls calls/stream-window 50 0
calls calls/supplied 176 0
calls calls/tensor 16 0
calls calls/whole 26 0
calls calls/window 66 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
    s: `
bw_dot_mve bw_arrange 254 48
bw_pool bw_average_pool_row 624 264 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 434 104 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 268 64
bw_convolution bw_convolution/two_pixels 472 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 666 240 bw_arrange bw_convolution/one_pixel bw_convolution/two_pixels memset
bw_codes bw_copy 142 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/single_channels 546 112
bw_depthwise_mve bw_depthwise_fours 422 264 bw_depthwise_mve/unpack
bw_depthwise_mve bw_depthwise_mve/beside 110 24
bw_depthwise_mve bw_depthwise_mve/four_2 178 104 bw_depthwise_mve/pixels_2
bw_depthwise_mve bw_depthwise_mve/four_4 178 104 bw_depthwise_mve/pixels_4
bw_depthwise_mve bw_depthwise_mve/four_8 178 104 bw_depthwise_mve/pixels_8
bw_depthwise_mve bw_depthwise_mve/pixels_2 952 176 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_4 942 176 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/pixels_8 848 144 bw_depthwise_mve/beside bw_depthwise_mve/put_any
bw_depthwise_mve bw_depthwise_mve/put_any 162 64
bw_depthwise_mve bw_depthwise_mve/unpack 178 48
bw_depthwise bw_depthwise_row 150 40 bw_depthwise/single_channels bw_depthwise_fours
bw_depthwise_mve bw_depthwise_taps_2 4 0 bw_depthwise_mve/four_2
bw_depthwise_mve bw_depthwise_taps_4 4 0 bw_depthwise_mve/four_4
bw_depthwise_mve bw_depthwise_taps_8 4 0 bw_depthwise_mve/four_8
bw_dot_mve bw_dot_2 16 0 bw_dot_mve/by_two_2 bw_dot_mve/four_by_one_2 bw_dot_mve/one_by_one_2 bw_dot_mve/order_2
bw_dot_mve bw_dot_3 16 0 bw_dot_mve/by_two_3 bw_dot_mve/four_by_one_3 bw_dot_mve/one_by_one_3 bw_dot_mve/order_3
bw_dot_mve bw_dot_4 16 0 bw_dot_mve/by_two_4 bw_dot_mve/four_by_one_4 bw_dot_mve/one_by_one_4 bw_dot_mve/order_4
bw_dot_mve bw_dot_5 16 0 bw_dot_mve/by_two_5 bw_dot_mve/four_by_one_5 bw_dot_mve/one_by_one_5 bw_dot_mve/order_5
bw_dot_mve bw_dot_8 16 0 bw_dot_mve/by_two_8 bw_dot_mve/four_by_one_8 bw_dot_mve/one_by_one_8 bw_dot_mve/order_8
bw_dot_mve bw_dot_levels_3 16 0 bw_dot_mve/by_two_levels_3 bw_dot_mve/four_by_one_levels_3 bw_dot_mve/one_by_one_levels_3 bw_dot_mve/order_levels_3
bw_dot_mve bw_dot_levels_4 16 0 bw_dot_mve/by_two_levels_4 bw_dot_mve/four_by_one_levels_4 bw_dot_mve/one_by_one_levels_4 bw_dot_mve/order_levels_4
bw_dot_mve bw_dot_mve/by_two_2 746 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_3 714 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_4 420 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_5 484 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_8 254 112 bw_finish_two
bw_dot_mve bw_dot_mve/by_two_levels_3 154 64 bw_dot_mve/one_by_one_levels_3
bw_dot_mve bw_dot_mve/by_two_levels_4 158 64 bw_dot_mve/one_by_one_levels_4
bw_dot_mve bw_dot_mve/four_by_one_2 504 96
bw_dot_mve bw_dot_mve/four_by_one_3 522 96
bw_dot_mve bw_dot_mve/four_by_one_4 280 96
bw_dot_mve bw_dot_mve/four_by_one_5 344 96
bw_dot_mve bw_dot_mve/four_by_one_8 164 96
bw_dot_mve bw_dot_mve/four_by_one_levels_3 48 40 bw_dot_mve/one_by_one_levels_3
bw_dot_mve bw_dot_mve/four_by_one_levels_4 48 40 bw_dot_mve/one_by_one_levels_4
bw_dot_mve bw_dot_mve/one_by_one_2 194 48
bw_dot_mve bw_dot_mve/one_by_one_3 202 48
bw_dot_mve bw_dot_mve/one_by_one_4 154 48
bw_dot_mve bw_dot_mve/one_by_one_5 158 44
bw_dot_mve bw_dot_mve/one_by_one_8 100 28
bw_dot_mve bw_dot_mve/one_by_one_levels_3 304 128
bw_dot_mve bw_dot_mve/one_by_one_levels_4 154 48
bw_dot_mve bw_dot_mve/order_2 36 0
bw_dot_mve bw_dot_mve/order_3 36 0
bw_dot_mve bw_dot_mve/order_4 36 0
bw_dot_mve bw_dot_mve/order_5 36 0
bw_dot_mve bw_dot_mve/order_8 36 0
bw_dot_mve bw_dot_mve/order_levels_3 36 0
bw_dot_mve bw_dot_mve/order_levels_4 36 0
bw_codes bw_fill 62 72 bw_pack memset
bw_rows bw_find_rows 102 32 bw_ring_row
bw_dot_mve bw_finish_two 104 0
bw_spikes bw_fire_codes 442 80
bw_gather bw_gather/any_2 334 64 bw_gather/expand_2.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/any_4 334 64 bw_gather/expand_4.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/any_8 334 64 bw_gather/expand_8.constprop.0 bw_gather/expand_fill.constprop.0
bw_gather bw_gather/expand_2.constprop.0 98 24 bw_unpack
bw_gather bw_gather/expand_4.constprop.0 78 24 bw_unpack
bw_gather bw_gather/expand_8.constprop.0 86 16
bw_gather bw_gather/expand_fill.constprop.0 18 8 memset
bw_gather bw_gather/whole_2 64 40 bw_gather/expand_2.constprop.0
bw_gather bw_gather/whole_4 64 40 bw_gather/expand_4.constprop.0
bw_gather bw_gather/whole_8 60 40 bw_gather/expand_8.constprop.0
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_recurrent bw_gru_codes 354 96 bw_arrange bw_recurrent/expand bw_recurrent/leave bw_recurrent/reset_after bw_recurrent/reset_before bw_recurrent/start
bw_move bw_join_codes 108 56 bw_copy bw_rescale_codes
bw_endless bw_keep_rows 220 104 bw_copy bw_fill bw_pack bw_unpack memmove
bw_levels bw_levels_row 70 32 bw_convolution_row memcpy
bw_elementwise bw_lookup_codes 112 88 bw_pack bw_unpack
bw_recurrent bw_lstm_codes 688 184 bw_arrange bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/leave bw_recurrent/start bw_sigmoid_units bw_tanh_units
bw_pool bw_max_pool_row 344 152 bw_pack bw_unpack memset
bw_endless bw_moving_average_rows 532 432 bw_pack bw_unpack memcpy
bw_elementwise bw_multiply_codes 322 168 bw_pack bw_unpack
bw_normalize bw_normalize_codes 766 152
bw_codes bw_pack 220 24 memcpy
bw_move bw_pad_row 200 88 bw_copy bw_fill
bw_recurrent bw_recurrent/expand 50 20
bw_recurrent bw_recurrent/gates_of 236 88 bw_recurrent/multiply
bw_recurrent bw_recurrent/leave 50 16
bw_recurrent bw_recurrent/multiply 218 56
bw_recurrent bw_recurrent/reset_after 496 160 bw_recurrent/gates_of bw_recurrent/multiply bw_recurrent/update bw_sigmoid_units
bw_recurrent bw_recurrent/reset_before 454 144 bw_arrange bw_recurrent/gates_of bw_recurrent/update bw_sigmoid_units memset
bw_recurrent bw_recurrent/sigmoid_table 514 0
bw_recurrent bw_recurrent/start 356 56 bw_arrange bw_recurrent/expand memset
bw_recurrent bw_recurrent/update 212 32 bw_tanh_units
bw_elementwise bw_rescale_codes 254 128 bw_pack bw_unpack
bw_move bw_resize_row 92 56 bw_copy
bw_rows bw_ring_row 24 8
bw_recurrent bw_rnn_codes 532 136 bw_arrange bw_recurrent/expand bw_recurrent/gates_of bw_recurrent/start bw_tanh_units
bw_recurrent bw_sigmoid_units 72 8 bw_recurrent/sigmoid_table
bw_move bw_slice_row 206 72 bw_copy
bw_softmax bw_softmax_codes 606 72
bw_spikes bw_spike_product_row 280 240 bw_spikes/sums_of
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
bw_elementwise bw_sum_codes 358 184 bw_pack bw_unpack
bw_recurrent bw_tanh_units 68 8 bw_recurrent/sigmoid_table
bw_move bw_transpose_codes 176 72 memset
bw_codes bw_unpack 150 16 memcpy
bw_wide bw_wide_average_pool_row 548 104
bw_wide_convolution bw_wide_convolution/multiply 92 56
bw_wide_convolution bw_wide_convolution_row 1014 200 bw_arrange bw_wide_convolution/multiply memset
bw_wide_recurrent bw_wide_gru_codes 1028 288 bw_sigmoid_units bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/multiply bw_wide_recurrent/put_code bw_wide_recurrent/scaled_pair bw_wide_recurrent/settle bw_wide_recurrent/start bw_wide_recurrent/update memset
bw_wide bw_wide_join_codes 170 80 bw_copy bw_wide_rescale_codes
bw_wide bw_wide_lookup_codes 420 104
bw_wide_recurrent bw_wide_lstm_codes 424 216 bw_sigmoid_units bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/leave bw_wide_recurrent/put_hidden bw_wide_recurrent/settle bw_wide_recurrent/start
bw_wide bw_wide_max_pool_row 218 64
bw_wide bw_wide_multiply_codes 512 144
bw_wide bw_wide_normalize_codes 876 176
bw_wide bw_wide_pad_row 134 48 memcpy
bw_wide_recurrent bw_wide_recurrent/dots.isra.0 110 56 bw_wide_recurrent/expanded_words
bw_wide_recurrent bw_wide_recurrent/expand 100 32 bw_wide_recurrent/put_code
bw_wide_recurrent bw_wide_recurrent/expanded_words 48 0
bw_wide_recurrent bw_wide_recurrent/gates_of 164 120 bw_wide_recurrent/multiply bw_wide_recurrent/scaled_pair
bw_wide_recurrent bw_wide_recurrent/leave 50 16
bw_wide_recurrent bw_wide_recurrent/multiply 212 88 bw_wide_recurrent/dots.isra.0 memset
bw_wide_recurrent bw_wide_recurrent/put_code 34 8
bw_wide_recurrent bw_wide_recurrent/put_hidden 178 40
bw_wide_recurrent bw_wide_recurrent/scaled_pair 148 28
bw_wide_recurrent bw_wide_recurrent/settle 92 40 bw_arrange bw_wide_recurrent/expanded_words
bw_wide_recurrent bw_wide_recurrent/start 310 120 bw_wide_recurrent/expand bw_wide_recurrent/expanded_words bw_wide_recurrent/put_code bw_wide_recurrent/settle memset
bw_wide_recurrent bw_wide_recurrent/update 92 24 bw_tanh_units bw_wide_recurrent/put_hidden
bw_wide bw_wide_rescale_codes 348 112
bw_wide_recurrent bw_wide_rnn_codes 252 152 bw_tanh_units bw_wide_recurrent/expand bw_wide_recurrent/gates_of bw_wide_recurrent/put_hidden bw_wide_recurrent/settle bw_wide_recurrent/start
bw_wide bw_wide_sum_codes 440 136
bw_spikes bw_widen_spikes 118 56
calls calls/copied-state 0 0
calls calls/entry 70 0
calls calls/fed 17 0
calls calls/image 38 0
calls calls/joined 48 0
calls calls/once 25 0
calls calls/once-window 0 0
calls calls/operand 0 0
calls calls/ring 45 0
calls calls/row 66 0
calls calls/state 24 0
calls calls/states 111 0
calls calls/stepped-once 39 0
calls calls/stepped-once-window 32 0
calls calls/stepped-row 45 0
calls calls/stepped-window 53 0
calls calls/stream 28 0
calls calls/stream-row 50 0
calls calls/stream-window 50 0
calls calls/supplied 167 0
calls calls/tensor 16 0
calls calls/whole 39 0
calls calls/window 69 0
- lib_a-memcpy.o.text 236 64
- lib_a-memmove.o.text 256 64
- lib_a-memset.o.text 168 64
- memcpy 0 0 lib_a-memcpy.o.text
- memmove 0 0 lib_a-memmove.o.text
- memset 0 0 lib_a-memset.o.text
`,
  },
};
