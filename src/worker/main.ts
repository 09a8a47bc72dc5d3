/**
 * The worker process: engine, onnxruntime and data sets behind a conversation over the channel that its parent opened. A crash of native
 * code ends this process and nothing else; when the parent is gone, so is the worker.
 */
import { Conversation } from "../protocol/messages/conversation";
import type { NoMessages } from "../protocol/messages/envelope";
import { WORKER_PARAMS, type WorkerEvents, type WorkerRequests } from "../protocol/messages/workerMessages";
import { createHandlers } from "./conversationHandlers";
import { thinProgress } from "./thinProgress";

function main(): void {
  const send = process.send?.bind(process);
  if (!send) {
    process.stderr.write("This process is started by the editor and has nothing to do on its own.\n");
    process.exitCode = 2;
    return;
  }
  type WorkerConversation = Conversation<NoMessages, WorkerEvents, WorkerRequests, NoMessages>;
  const conversation: WorkerConversation = new Conversation<NoMessages, WorkerEvents, WorkerRequests, NoMessages>({
    send,
    handlers: createHandlers({
      env: process.env,
      progress: thinProgress((progress) => conversation.tell("progress", progress)),
    }),
    params: WORKER_PARAMS,
    listeners: {},
    payloads: {},
    onStray: (why) => conversation.tell("log", { level: "error", text: `the worker dropped ${why}` }),
    onBug: (method, error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      conversation.tell("log", { level: "error", text: `${method}: ${text}` });
    },
  });
  process.on("message", (message) => conversation.receive(message));
  process.on("disconnect", () => process.exit(0));
  conversation.tell("ready", null);
}

main();
