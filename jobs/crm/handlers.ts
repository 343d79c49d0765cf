import type { handles } from "#jobs/handles.ts";
import { emptyTrashHandler, scheduleTrashHandler } from "./empty-trash.ts";
import { eraseContactHandler } from "./erase-contact.ts";
import { findDuplicatesHandler, findImportedDuplicatesHandler } from "./find-duplicates.ts";
import { previewImportHandler } from "./preview-import.ts";
import { runBatchHandler, undoBatchHandler } from "./run-batch.ts";
import { runImportHandler, undoImportHandler } from "./run-import.ts";
import {
	followFactsHandler,
	scheduleScoresHandler,
	scoreContactHandler,
	sweepScoresHandler,
} from "./score-contacts.ts";
import { writeInsightHandler } from "./write-insight.ts";

/** The jobs of this area and who does them. */
export const crmHandlers: ReturnType<typeof handles>[] = [
	findDuplicatesHandler,
	findImportedDuplicatesHandler,
	previewImportHandler,
	runImportHandler,
	undoImportHandler,
	runBatchHandler,
	undoBatchHandler,
	followFactsHandler,
	scoreContactHandler,
	sweepScoresHandler,
	scheduleScoresHandler,
	writeInsightHandler,
	eraseContactHandler,
	emptyTrashHandler,
	scheduleTrashHandler,
];
