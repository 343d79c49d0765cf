import { isId } from "#app/base/ids.ts";
import { TASK_SUBJECTS, type TaskSubject } from "#app/domain/crm/tasks/schema.ts";

/** What a task is about, as its form names it: a record or a lead; undefined for anything else. */
export function subjectIn(about: string | null | undefined): TaskSubject | undefined {
	const [type, id] = about?.split(":") ?? [];
	const known = TASK_SUBJECTS.find((one) => one === type);
	return known && isId(id) ? { type: known, id } : undefined;
}
