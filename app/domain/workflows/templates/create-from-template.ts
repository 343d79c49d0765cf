import { notFound } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { createWorkflow } from "../definitions/create-workflow.ts";
import { TEMPLATES } from "./gallery.ts";

/** Adds a workflow that begins as a template: a draft to look over and publish (FLOW-6). 404 for no such template. */
export async function createFromTemplate(ctx: Ctx, templateId: string, name?: string): Promise<{ id: string }> {
	const template = TEMPLATES.find(({ id }) => id === templateId);
	if (!template) throw notFound("template");
	const { summary, graph } = template;
	return createWorkflow(ctx, { name: name?.trim() || template.name, description: summary, graph });
}
