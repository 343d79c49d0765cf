import type { handles } from "#jobs/handles.ts";
import { enrichLeadHandler } from "./enrich-lead.ts";
import { followEventHandler } from "./follow-event.ts";
import { importOrderHandler } from "./import-order.ts";
import { runLeadBatchHandler, undoLeadBatchHandler } from "./run-batch.ts";
import { sendTouchHandler } from "./send-touch.ts";
import { sweepTouchesHandler } from "./sweep-touches.ts";

/** The jobs of this area and who does them. */
export const leadsHandlers: ReturnType<typeof handles>[] = [
	sendTouchHandler,
	followEventHandler,
	sweepTouchesHandler,
	importOrderHandler,
	enrichLeadHandler,
	runLeadBatchHandler,
	undoLeadBatchHandler,
];
