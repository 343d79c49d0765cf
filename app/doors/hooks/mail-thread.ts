import { parentPort, workerData } from "node:worker_threads";
import { parseMail } from "#app/domain/messaging/inbound/parse-mail.ts";

// The thread that reads one inbound mail and ends. A mail is built by strangers: what it costs to read stays in here.

// Whatever fails from here on lies in the mail.
parentPort!.postMessage("begun");
parentPort!.postMessage(await parseMail(workerData as Uint8Array));
