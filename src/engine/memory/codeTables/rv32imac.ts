/** Code of rv32imac. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const RV32IMAC: CodeData = {
  compiler: "riscv64-unknown-elf-gcc 12.2.0",
  levels: {
    2: `
bw_pool bw_average_pool_row 886 272 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 802 112 bw_convolution/remaining_channels
bw_convolution bw_convolution/remaining_channels 474 80
bw_convolution bw_convolution/three_pixels 666 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 706 240 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 182 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 214 32 memcpy
bw_depthwise bw_depthwise/add_4 228 32 memcpy
bw_depthwise bw_depthwise/add_8 238 32 memcpy
bw_depthwise bw_depthwise/add_outside 138 0
bw_depthwise bw_depthwise/any_pixel 974 112 bw_depthwise/add_outside
bw_depthwise bw_depthwise/run_2 230 64 bw_depthwise/add_2
bw_depthwise bw_depthwise/run_4 230 64 bw_depthwise/add_4
bw_depthwise bw_depthwise/run_8 230 64 bw_depthwise/add_8
bw_depthwise bw_depthwise/single_channels 704 96
bw_depthwise bw_depthwise_row 1656 288 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/finish_six 178 16
bw_dot bw_dot/four_by_one_2 266 48
bw_dot bw_dot/four_by_one_4 260 48
bw_dot bw_dot/four_by_one_8 270 48
bw_dot bw_dot/one_by_one_2 108 16
bw_dot bw_dot/one_by_one_4 108 16
bw_dot bw_dot/one_by_one_8 108 0
bw_dot bw_dot/two_by_three_2 238 80 bw_dot/finish_six
bw_dot bw_dot/two_by_three_4 238 80 bw_dot/finish_six
bw_dot bw_dot/two_by_three_8 238 80 bw_dot/finish_six
bw_dot bw_dot_2 12 0 bw_dot/four_by_one_2 bw_dot/one_by_one_2 bw_dot/two_by_three_2
bw_dot bw_dot_4 12 0 bw_dot/four_by_one_4 bw_dot/one_by_one_4 bw_dot/two_by_three_4
bw_dot bw_dot_8 12 0 bw_dot/four_by_one_8 bw_dot/one_by_one_8 bw_dot/two_by_three_8
bw_codes bw_fill 120 80 bw_pack
bw_gather bw_gather/any_2 848 144 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 930 144 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 640 128 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 70 0
bw_gather bw_gather/expand_singly 106 0
bw_gather bw_gather/whole_2 254 80 bw_gather/expand_singly
bw_gather bw_gather/whole_4 320 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 274 16
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_move bw_join_codes 122 48 bw_copy bw_rescale_codes
bw_elementwise bw_lookup_codes 184 96 bw_pack bw_unpack
bw_pool bw_max_pool_row 460 160 bw_pack bw_unpack
bw_elementwise bw_multiply_codes 572 208 bw_pack bw_unpack
bw_codes bw_pack 412 16 memcpy
bw_move bw_pad_row 244 64 bw_copy bw_fill
bw_elementwise bw_rescale_codes 468 160 bw_pack bw_unpack
bw_move bw_resize_row 116 64 bw_copy
bw_move bw_slice_row 272 64 bw_copy
bw_softmax bw_softmax_codes 754 96
bw_stream bw_stream/can_fire 132 0 bw_stream_has_room
bw_stream bw_stream_done 38 0
bw_stream bw_stream_has_room 152 0
bw_stream bw_stream_run 150 32 bw_stream/can_fire
bw_stream bw_stream_step 100 32 bw_stream/can_fire
bw_elementwise bw_sum_codes 598 208 bw_pack bw_unpack
bw_move bw_transpose_codes 208 48
bw_codes bw_unpack 288 16 memcpy
calls calls/entry 86 0
calls calls/once 38 0
calls calls/operand 23 0
calls calls/ring 0 0
calls calls/ring-window 63 0
calls calls/row 54 0
calls calls/stepped-once 42 0
calls calls/stepped-row 77 0
calls calls/stepped-window 103 0
calls calls/stream 61 0
calls calls/stream-row 61 0
calls calls/stream-window 110 0
calls calls/supplied 290 0
calls calls/window 115 0
- memcpy 0 0 memcpy-asm.S.o.text.memcpy
- memcpy-asm.S.o.text.memcpy 22 64
- memset 0 0 memset.S.o.text.memset
- memset.S.o.text.memset 16 64
`,
    3: `
bw_pool bw_average_pool_row 912 272 bw_pack bw_unpack memset
bw_convolution bw_convolution/one_pixel 1638 96 bw_convolution/remaining_channels.constprop.1
bw_convolution bw_convolution/remaining_channels.constprop.0 478 80
bw_convolution bw_convolution/remaining_channels.constprop.1 436 80
bw_convolution bw_convolution/three_pixels 1736 96 bw_convolution/remaining_channels.constprop.0
bw_convolution bw_convolution_row 924 240 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 1904 128 bw_pack memcpy
bw_depthwise bw_depthwise/add_2 214 32 memcpy
bw_depthwise bw_depthwise/add_4 228 32 memcpy
bw_depthwise bw_depthwise/add_8 238 32 memcpy
bw_depthwise bw_depthwise/add_outside 138 0
bw_depthwise bw_depthwise/any_pixel 1838 112 bw_depthwise/add_outside
bw_depthwise bw_depthwise/run_2 368 64 bw_depthwise/add_2
bw_depthwise bw_depthwise/run_4 368 64 bw_depthwise/add_4
bw_depthwise bw_depthwise/run_8 368 64 bw_depthwise/add_8
bw_depthwise bw_depthwise/single_channels 708 96
bw_depthwise bw_depthwise_row 2016 336 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/finish_six 546 0
bw_dot bw_dot/four_by_one_2 1460 320
bw_dot bw_dot/four_by_one_4 686 144
bw_dot bw_dot/four_by_one_8 362 64
bw_dot bw_dot/one_by_one_2 916 112
bw_dot bw_dot/one_by_one_4 434 48
bw_dot bw_dot/one_by_one_8 232 16
bw_dot bw_dot/two_by_three_2 308 112 bw_dot/finish_six
bw_dot bw_dot/two_by_three_4 808 208 bw_dot/finish_six
bw_dot bw_dot/two_by_three_8 430 128 bw_dot/finish_six
bw_dot bw_dot_2 12 0 bw_dot/four_by_one_2 bw_dot/one_by_one_2 bw_dot/two_by_three_2
bw_dot bw_dot_4 12 0 bw_dot/four_by_one_4 bw_dot/one_by_one_4 bw_dot/two_by_three_4
bw_dot bw_dot_8 12 0 bw_dot/four_by_one_8 bw_dot/one_by_one_8 bw_dot/two_by_three_8
bw_codes bw_fill 120 80 bw_pack
bw_gather bw_gather/any_2 842 144 bw_gather/expand_fill bw_gather/expand_singly.constprop.0
bw_gather bw_gather/any_4 932 144 bw_gather/expand_fill bw_gather/expand_singly.constprop.1
bw_gather bw_gather/any_8 620 128 bw_gather/expand_fill bw_gather/expand_singly.constprop.2 bw_gather/whole_8.constprop.0
bw_gather bw_gather/expand_fill 70 0
bw_gather bw_gather/expand_singly.constprop.0 106 0
bw_gather bw_gather/expand_singly.constprop.1 106 0
bw_gather bw_gather/expand_singly.constprop.2 120 0
bw_gather bw_gather/whole_2 252 80 bw_gather/expand_singly.constprop.0
bw_gather bw_gather/whole_4 326 80 bw_gather/expand_singly.constprop.1
bw_gather bw_gather/whole_8 274 16
bw_gather bw_gather/whole_8.constprop.0 172 0
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_move bw_join_codes 134 48 bw_copy bw_rescale_codes
bw_elementwise bw_lookup_codes 184 96 bw_pack bw_unpack
bw_pool bw_max_pool_row 460 160 bw_pack bw_unpack
bw_elementwise bw_multiply_codes 676 208 bw_pack bw_unpack
bw_codes bw_pack 436 0 memcpy
bw_move bw_pad_row 244 64 bw_copy bw_fill
bw_elementwise bw_rescale_codes 600 144 bw_pack bw_unpack
bw_move bw_resize_row 116 64 bw_copy
bw_move bw_slice_row 274 64 bw_copy
bw_softmax bw_softmax_codes 778 96
bw_stream bw_stream/can_fire 132 0 bw_stream_has_room
bw_stream bw_stream_done 38 0
bw_stream bw_stream_has_room 152 0
bw_stream bw_stream_run 150 32 bw_stream/can_fire
bw_stream bw_stream_step 100 32 bw_stream/can_fire
bw_elementwise bw_sum_codes 610 224 bw_pack bw_unpack
bw_move bw_transpose_codes 620 48
bw_codes bw_unpack 328 0 memcpy
calls calls/entry 89 0
calls calls/once 37 0
calls calls/operand 0 0
calls calls/ring 0 0
calls calls/ring-window 78 0
calls calls/row 81 0
calls calls/stepped-once 41 0
calls calls/stepped-row 116 0
calls calls/stepped-window 84 0
calls calls/stream 106 0
calls calls/stream-row 76 0
calls calls/stream-window 135 0
calls calls/supplied 235 0
calls calls/window 115 0
- memcpy 0 0 memcpy-asm.S.o.text.memcpy
- memcpy-asm.S.o.text.memcpy 22 64
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
bw_pool bw_average_pool_row 676 288 __ashldi3 __ashrdi3 bw_pack bw_pool/span_of bw_unpack memset
bw_convolution bw_convolution/one_pixel 752 144 __ashldi3 __ashrdi3 bw_convolution/remaining_channels memcpy
bw_convolution bw_convolution/remaining_channels 420 96 __ashldi3 __ashrdi3
bw_convolution bw_convolution/three_pixels 588 96 bw_convolution/remaining_channels
bw_convolution bw_convolution_row 594 224 bw_convolution/one_pixel bw_convolution/three_pixels memset
bw_codes bw_copy 180 96 bw_pack bw_unpack memcpy
bw_depthwise bw_depthwise/add_2 224 32 memcpy
bw_depthwise bw_depthwise/add_4 222 32 memcpy
bw_depthwise bw_depthwise/add_8 246 32 memcpy
bw_depthwise bw_depthwise/add_outside 130 0
bw_depthwise bw_depthwise/any_pixel 854 112 __ashldi3 __ashrdi3 bw_depthwise/add_outside memcpy
bw_depthwise bw_depthwise/run_2 206 64 bw_depthwise/add_2
bw_depthwise bw_depthwise/run_4 206 64 bw_depthwise/add_4
bw_depthwise bw_depthwise/run_8 206 64 bw_depthwise/add_8
bw_depthwise bw_depthwise/single_channels 638 112 __ashldi3 __ashrdi3
bw_depthwise bw_depthwise_row 1416 256 bw_depthwise/add_outside bw_depthwise/any_pixel bw_depthwise/single_channels memcpy
bw_depthwise bw_depthwise_taps_2 8 0 bw_depthwise/add_2 bw_depthwise/run_2
bw_depthwise bw_depthwise_taps_4 8 0 bw_depthwise/add_4 bw_depthwise/run_4
bw_depthwise bw_depthwise_taps_8 8 0 bw_depthwise/add_8 bw_depthwise/run_8
bw_dot bw_dot/finish_six 164 16
bw_dot bw_dot/four_by_one_2 220 32
bw_dot bw_dot/four_by_one_4 218 32
bw_dot bw_dot/four_by_one_8 236 32
bw_dot bw_dot/one_by_one_2 104 16
bw_dot bw_dot/one_by_one_4 104 16
bw_dot bw_dot/one_by_one_8 112 0
bw_dot bw_dot/two_by_three_2 206 64 bw_dot/finish_six
bw_dot bw_dot/two_by_three_4 206 64 bw_dot/finish_six
bw_dot bw_dot/two_by_three_8 206 64 bw_dot/finish_six
bw_dot bw_dot_2 12 0 bw_dot/four_by_one_2 bw_dot/one_by_one_2 bw_dot/two_by_three_2
bw_dot bw_dot_4 12 0 bw_dot/four_by_one_4 bw_dot/one_by_one_4 bw_dot/two_by_three_4
bw_dot bw_dot_8 12 0 bw_dot/four_by_one_8 bw_dot/one_by_one_8 bw_dot/two_by_three_8
bw_codes bw_fill 96 80 bw_pack memset
bw_gather bw_gather/any_2 678 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_4 746 96 bw_gather/expand_fill bw_gather/expand_singly
bw_gather bw_gather/any_8 500 96 bw_gather/expand_fill bw_gather/expand_singly bw_gather/whole_8
bw_gather bw_gather/expand_fill 60 0
bw_gather bw_gather/expand_singly 98 0
bw_gather bw_gather/whole_2 252 80 bw_gather/expand_singly
bw_gather bw_gather/whole_4 294 80 bw_gather/expand_singly
bw_gather bw_gather/whole_8 272 16
bw_gather bw_gather_2 8 0 bw_gather/any_2 bw_gather/whole_2
bw_gather bw_gather_4 8 0 bw_gather/any_4 bw_gather/whole_4
bw_gather bw_gather_8 8 0 bw_gather/any_8 bw_gather/whole_8
bw_move bw_join_codes 102 48 bw_copy bw_rescale_codes
bw_elementwise bw_lookup_codes 152 96 bw_pack bw_unpack
bw_pool bw_max_pool_row 312 160 bw_pack bw_pool/span_of bw_unpack memset
bw_elementwise bw_multiply_codes 420 192 __ashldi3 __ashrdi3 bw_pack bw_unpack
bw_codes bw_pack 410 16 memcpy
bw_move bw_pad_row 226 64 bw_copy bw_fill
bw_pool bw_pool/span_of 80 0
bw_elementwise bw_rescale_codes 362 144 __ashldi3 __ashrdi3 bw_pack bw_unpack
bw_move bw_resize_row 102 48 bw_copy
bw_move bw_slice_row 246 64 bw_copy
bw_softmax bw_softmax_codes 648 112 __lshrdi3 memcpy
bw_stream bw_stream/can_fire 124 0 bw_stream_has_room
bw_stream bw_stream_done 40 0
bw_stream bw_stream_has_room 142 0
bw_stream bw_stream_run 108 32 bw_stream/can_fire bw_stream_done
bw_stream bw_stream_step 100 32 bw_stream/can_fire
bw_elementwise bw_sum_codes 458 192 __ashldi3 __ashrdi3 bw_pack bw_unpack
bw_move bw_transpose_codes 206 48 memset
bw_codes bw_unpack 294 16 memcpy
calls calls/entry 85 0
calls calls/once 38 0
calls calls/operand 18 0
calls calls/ring 0 0
calls calls/ring-window 40 0
calls calls/row 62 0
calls calls/stepped-once 52 0
calls calls/stepped-row 70 0
calls calls/stepped-window 96 0
calls calls/stream 44 0
calls calls/stream-row 64 0
calls calls/stream-window 129 0
calls calls/supplied 293 0
calls calls/window 102 0
- memcpy 0 0 memcpy-asm.S.o.text.memcpy
- memcpy-asm.S.o.text.memcpy 22 64
- memset 0 0 memset.S.o.text.memset
- memset.S.o.text.memset 16 64
`,
  },
};
