import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { insertRecord } from "../records/writes/insert-record.ts";
import { assertDaysInOrder } from "./rules.ts";
import { type NewProject, ProjectFields } from "./schema.ts";

/** Adds a project (CRM-1). Throws 422 for fields that cannot be and for another organisation's references. */
export async function createProject(
	ctx: Ctx,
	{ fields, ...input }: NewProject,
): Promise<{ id: string; version: number }> {
	authorize(ctx, "projects.edit");
	const values = checkFields(ProjectFields, { ...input, name: input.name ?? "" });
	assertDaysInOrder(values);
	return insertRecord(ctx, "project", { values, fields });
}
