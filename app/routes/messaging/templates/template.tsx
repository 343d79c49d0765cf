import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { archiveTemplate, saveTemplate } from "#app/domain/messaging/templates/save-template.ts";
import { TemplateForm } from "#app/domain/messaging/templates/schema.ts";
import { getTemplate } from "#app/domain/messaging/templates/template-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { TemplateFields } from "./template-fields.tsx";

export const meta = () => [{ title: "Template · Perigee" }];

const EMPTY = { id: null, name: "", channel: "email", isArchived: false, versions: [] };

/** `/settings/templates/new` is the same page with nothing in it. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const template = args.params.id === "new" ? EMPTY : await getTemplate(ctx, args.params.id ?? "");
		return { ...template, mayEdit: can(ctx.actor, "templates.edit") };
	});

const Posted = z.discriminatedUnion("act", [TemplateForm, z.object({ act: z.enum(["archive", "restore"]) })]);

export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id === "new" ? undefined : args.params.id;
	return form(args, { permission: "templates.edit", schema: Posted }, async (ctx, input) => {
		if (input.act !== "save") {
			await archiveTemplate(ctx, { id: id ?? "", archived: input.act === "archive" });
			return { to: "/settings/templates", flash: input.act === "archive" ? "Put away." : "Brought back." };
		}
		const saved = await saveTemplate(ctx, { ...input, id });
		return { to: `/settings/templates/${saved.id}`, flash: `Saved as version ${saved.number}.` };
	});
};

export default function TemplatePage() {
	const template = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page
			title={template.name || "New template"}
			width="narrow"
			crumbs={[{ label: "Templates", href: "/settings/templates" }]}
			actions={
				template.id && (
					<ButtonLink to={`/settings/templates/${template.id}/preview`} icon="mail">
						Preview template
					</ButtonLink>
				)
			}
		>
			{template.isArchived && <Notice>This template was put away. It is offered nowhere.</Notice>}
			<TemplateFields key={template.versions[0]?.number ?? 0} template={template} reply={reply} />
			{template.id && <Versions versions={template.versions} />}
			{template.id && template.mayEdit && (
				<Form method="post" discover="none">
					<SubmitButton tone="quiet" name="act" value={template.isArchived ? "restore" : "archive"}>
						{template.isArchived ? "Bring template back" : "Put template away"}
					</SubmitButton>
				</Form>
			)}
		</Page>
	);
}

type Version = { id: string; number: number; subject: string; body: string; savedAt: string; author: string };

function Versions({ versions }: { versions: readonly Version[] }) {
	return (
		<Section title="Versions">
			<Table
				caption="Versions, newest first"
				rows={versions}
				rowKey={(row) => row.id}
				name={{
					label: "Version",
					name: (row) => `Version ${row.number}`,
					href: (row) => `#version-${row.number}`,
					note: (row) => row.author,
				}}
				columns={[{ id: "at", label: "Saved", end: true, cell: (row) => <Time at={row.savedAt} /> }]}
			/>
			{versions.map((version) => (
				<details key={version.id} id={`version-${version.number}`}>
					<summary>
						Version {version.number}
						{version.subject && `: ${version.subject}`}
					</summary>
					<pre className="mail-text">{version.body}</pre>
				</details>
			))}
		</Section>
	);
}
