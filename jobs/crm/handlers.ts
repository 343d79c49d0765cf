import type { handles } from "#jobs/handles.ts";
import { previewImportHandler } from "./preview-import.ts";
import { runImportHandler, undoImportHandler } from "./run-import.ts";
import {
	followFactsHandler,
	scheduleScoresHandler,
	scoreContactHandler,
	sweepScoresHandler,
} from "./score-contacts.ts";

/** The jobs of this area and who does them. */
export const crmHandlers: ReturnType<typeof handles>[] = [
	previewImportHandler,
	runImportHandler,
	undoImportHandler,
	followFactsHandler,
	scoreContactHandler,
	sweepScoresHandler,
	scheduleScoresHandler,
];
