import type { NodeType } from "#app/domain/workflows/nodes/node-type.ts";
import { notify } from "./notify.ts";
import { readMessage } from "./read-message.ts";
import { sendChat } from "./send-chat.ts";
import { sendEmail } from "./send-email.ts";
import { sendSms } from "./send-sms.ts";
import { waitReply } from "./wait-reply.ts";

/** Steps that tell somebody something. */
export const messageNodes: readonly NodeType[] = [sendEmail, sendSms, sendChat, readMessage, waitReply, notify];
