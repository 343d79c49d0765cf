import { addNote } from "./add-note.ts";
import { bookAppointment } from "./book-appointment.ts";
import { createTask } from "./create-task.ts";
import { moveDeal } from "./move-deal.ts";
import { countRecords } from "./reading/count-records.ts";
import { findRecords } from "./reading/find-records.ts";
import { findServices } from "./reading/find-services.ts";
import { findTimes } from "./reading/find-times.ts";
import { listAppointments } from "./reading/list-appointments.ts";
import { listDeals } from "./reading/list-deals.ts";
import { listTasks } from "./reading/list-tasks.ts";
import { listWaiting } from "./reading/list-waiting.ts";
import { readRecord } from "./reading/read-record.ts";
import { searchKnowledge } from "./reading/search-knowledge.ts";
import { setStage } from "./set-stage.ts";
import type { ChangeTool, ReadTool } from "./tool.ts";
import { writeMessage } from "./write-message.ts";

/** What the assistant can look up. Each checks its own permission and reads behind the organisation's wall. */
export const READ_TOOLS: readonly ReadTool<never>[] = [
	findRecords,
	countRecords,
	readRecord,
	listTasks,
	listWaiting,
	listAppointments,
	listDeals,
	findServices,
	findTimes,
	searchKnowledge,
] as unknown as readonly ReadTool<never>[];

/** What it can propose. None happens before the member confirmed it. */
export const CHANGE_TOOLS: readonly ChangeTool<never>[] = [
	createTask,
	addNote,
	writeMessage,
	moveDeal,
	setStage,
	bookAppointment,
] as unknown as readonly ChangeTool<never>[];
