import { recoverMessageJob, sendMessageJob } from "#app/domain/messaging/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { sendMessage } from "./send-message.ts";

/** The jobs of this area and who does them. */
export const messagingHandlers = [handles(sendMessageJob, sendMessage), handles(recoverMessageJob, sendMessage)];
