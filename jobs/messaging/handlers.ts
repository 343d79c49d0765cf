import { fetchCostJob, recoverMessageJob, sendMessageJob, sweepOutboxJob } from "#app/domain/messaging/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { fetchCost } from "./fetch-cost.ts";
import { sendMessage } from "./send-message.ts";
import { sweepOutbox } from "./sweep-outbox.ts";

/** The jobs of this area and who does them. */
export const messagingHandlers = [
	handles(sendMessageJob, sendMessage),
	handles(recoverMessageJob, sendMessage),
	handles(sweepOutboxJob, sweepOutbox),
	handles(fetchCostJob, fetchCost),
];
