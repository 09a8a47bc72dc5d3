import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "./chromium";
import { mobileNetV1, mobileNetV2 } from "./architectures";
import { PanelScene, withLongNames } from "./panelFixtures";
import { bundlePanel, PanelPage } from "./panelHarness";
import { synthetic } from "./sampleReport";
const KIB=1024;
async function main(){
  const only = process.argv[2];
  const bundle = await bundlePanel();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: [...CHROMIUM_FLAGS] });
  const v1 = new PanelScene({ fileName:"mobilenet_v1_1.0_224.onnx", network: mobileNetV1(1,224), board:{id:"stm32h743",name:"STM32H743"}, flashBytes:2*KIB*KIB, ramBytes:512*KIB, account:"linked" });
  const v2 = new PanelScene({ fileName:"mobilenet_v2_1.0_224_frozen_inference_graph.onnx", network: withLongNames(mobileNetV2()), board:{id:"stm32h743",name:"STM32H743"}, flashBytes:2*KIB*KIB, ramBytes:512*KIB, account:"linked", accuracy: synthetic });
  const small = new PanelScene({ fileName:"mobilenet_v1_1.0_224.onnx", network: mobileNetV1(1,224), board:{id:"stm32f411",name:"STM32F411"}, flashBytes:512*KIB, ramBytes:128*KIB, account:"linked" });
  const q = await v1.quantized();
  const q2 = await v2.quantized();
  const inf = await small.quantized();
  const est = v1.estimate();
  let edited = q;
  if (q.report?.search.infeasible === null) { v1.setBits("weights","pw12",4); edited = v1.setBits("activation","pw3",4); }
  const states: Record<string, any> = { q, q2, inf, est, edited,
    busy: {...q, busy:{phase:"measuring sensitivities", done:61, total:168, secondsLeft:74}},
    refused: {...est, report:null, problems:[{code:"x", message:'node "lstm_4" (LSTM): node "lstm_4" (LSTM) is a recurrent layer, which is not supported yet', place:"lstm_4", hint:"use a convolutional or fully connected network"}]},
    down: {...est, workerDown:true},
  };
  const shots: [string,string,any,number,any?][] = [
    ["dark940","q","dark",940],["light940","q","light",940],["hc940","edited","highContrast",940],["hcl940","q","highContrastLight",940],
    ["dark320","q","dark",320],["dark2000","q2","dark",2000],["long940","q2","light",940],["inf","inf","dark",940],["est","est","light",940],
    ["busy","busy","dark",940],["refused","refused","dark",940],["down","down","light",940],["edited","edited","dark",1300],
  ];
  for (const [name, key, theme, width] of shots) {
    if (only && !only.split(",").includes(name)) continue;
    const panel = await PanelPage.open(browser, bundle, { theme, width, state: states[key], saved: {selected: name==="dark940"||name==="light940"? "pw6" : name==="edited"||name==="hc940"?"pw3":undefined, ...(name==="edited"?{picture:"addresses"}:{})} });
    await panel.page.waitForTimeout(200); if (name==="dark940") await panel.page.evaluate("window.scrollTo(0,640)"); await panel.page.waitForTimeout(100);
    await panel.page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: !["dark940","hc940"].includes(name) });
    if (panel.errors.length) console.log(name, panel.errors);
    await panel.close();
  }
  await browser.close();
}
void main();
