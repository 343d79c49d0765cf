import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { type Changed, changeRecord } from "../records/writes/change-record.ts";
import { assertDaysInOrder } from "./rules.ts";
import { type ProjectChange, ProjectFields } from "./schema.ts";

/**
 * Changes a project's fields; what is absent stays. Joined with what others changed since `version`, or 409 with both
 * sides (see `changeRecord`). 404 for no such project, 422 for what cannot be.
 */
export async function updateProject(
	ctx: Ctx,
	{ id, version, decided, fields, ...input }: ProjectChange & { id: string },
): Promise<Changed> {
	authorize(ctx, "projects.edit");
	const values = checkFields(ProjectFields, input);
	return changeRecord(ctx, { type: "project", check: assertDaysInOrder }, { id, version, decided, values, fields });
}
