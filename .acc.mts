import * as ort from "onnxruntime-node";
import { openSamples } from "./src/datasets/openSamples";
const D="/work/main/../shared/";
async function run(model:string, shape:number[], path:string, pre:any, extra:any={}){
  const s = await ort.InferenceSession.create(D+"models/"+model,{intraOpNumThreads:2});
  const name=s.inputNames[0]!;
  let t=Date.now();
  const o = await openSamples(D+"data/"+path,{name,shape,preprocessing:pre},extra);
  if(!o.ok){console.log(path,JSON.stringify(o.problems));return;}
  const open=Date.now()-t; t=Date.now();
  let hit=0,dec=0; const src=o.value;
  for(let i=0;i<src.count;i++){const q=performance.now();const x=await src.sample(i);dec+=performance.now()-q;const r=await s.run({[name]:new ort.Tensor("float32",x.data,x.shape as number[])});const y=r[s.outputNames[0]!]!.data as Float32Array;let b=0;for(let k=1;k<y.length;k++)if(y[k]!>y[b]!)b=k;
   if(b===src.label(i))hit++; if (src.kind!=="labelled" && src.count<5) console.log(Array.from(y).slice(0,4));}
  console.log(model,path,JSON.stringify(pre),src.kind,src.count,(100*hit/src.count).toFixed(2)+"%","open",open,"ms decode",(dec/src.count).toFixed(1),"ms", src.fingerprint.slice(0,8));
}
const what=process.argv[2];
if(what==="small"){
 await run("resnet8_cifar10_bn.onnx",[1,3,32,32],"cifar10","raw");
 await run("resnet8_cifar10_bn.onnx",[1,3,32,32],"cifar10/lossless_images.npy","raw");
 await run("kws_dscnn_bn.onnx",[1,1,49,10],"kws","raw");
 await run("kws_dscnn_bn.onnx",[1,1,49,10],"kws/mfcc.npy","raw");
 await run("mnist_lstm.onnx",[1,28,28],"mnist","unit");
 await run("vww_mobilenet_v1_0.25_96_bn.onnx",[1,3,96,96],"vww","unit");
 await run("ad01_autoencoder_bn.onnx",[1,640],"ad",{window:5});
 await run("ad01_autoencoder_bn.onnx",[1,640],"ad",{});
}
if(what==="v1"){ const p={mean:128,std:128};
 await run("mobilenet_v1_0.25_128_qatdq.onnx",[1,3,128,128],"imagenet/val_*",p,{classes:1001});
 await run("mobilenet_v1_0.25_128_qatdq.onnx",[1,3,128,128],"imagenet",{...p,centerCrop:224},{include:"s1k_"});
 await run("mobilenet_v1_0.25_128_qatdq.onnx",[1,3,128,128],"imagenet/val_*",{...p,antialias:true});
}
if(what==="v2"){
 await run("mobilenet_v2_1.0_224_bn.onnx",[1,3,224,224],"imagenet/val_*","tensorflow");
 await run("mobilenet_v2_1.0_224_bn.onnx",[1,3,224,224],"imagenet/s1k_*",{preset:"tensorflow",centerCrop:224});
}
if(what==="aa"){ const p={mean:128,std:128,antialias:true};
 await run("mobilenet_v1_0.25_128_qatdq.onnx",[1,3,128,128],"imagenet",{...p,centerCrop:224},{include:"s1k_"});
 await run("vww_mobilenet_v1_0.25_96_bn.onnx",[1,3,96,96],"vww",{preset:"unit",antialias:true});
 await run("vww_mobilenet_v1_0.25_96_bn.onnx",[1,3,96,96],"vww",{preset:"unit",resize:"shortSide",antialias:true});
}
