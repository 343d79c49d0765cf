import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { previewTemplate } from "#app/domain/messaging/templates/render-template.ts";
import { getTemplate, listPreviewContacts } from "#app/domain/messaging/templates/template-queries.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Preview · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const id = args.params.id ?? "";
		const { name, isArchived } = await getTemplate(ctx, id);
		const contacts = await listPreviewContacts(ctx);
		const contact = new URL(args.request.url).searchParams.get("contact") || contacts[0]?.id;
		const preview = contact && !isArchived ? await previewTemplate(ctx, id, contact) : null;
		return { id, name, contacts, contact: contact ?? null, preview };
	});

export default function TemplatePreview() {
	const { id, name, contacts, contact, preview } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Preview"
			width="narrow"
			crumbs={[
				{ label: "Templates", href: "/settings/templates" },
				{ label: name, href: `/settings/templates/${id}` },
			]}
		>
			<Form method="get" discover="none" className="form">
				<Select
					label="As this contact gets it"
					inputProps={{ name: "contact", defaultValue: contact ?? undefined }}
					options={contacts.map((one) => ({ value: one.id, label: one.name }))}
				/>
				<FormActions>
					<SubmitButton tone="plain">Show preview</SubmitButton>
				</FormActions>
			</Form>
			{!preview && <Notice>There is nothing to preview: no contact yet, or the template was put away.</Notice>}
			{preview && preview.missingValues.length > 0 && (
				<Notice tone="warn" title="No value here for">
					{preview.missingValues.join(", ")}. A message like this is held until it has one.
				</Notice>
			)}
			{preview?.subject && <Section title="Subject">{preview.subject}</Section>}
			{preview?.html && (
				<Section title="As it looks">
					<iframe
						className="mail-frame"
						title="The HTML part of this template"
						src={`/settings/templates/${id}/preview/html?contact=${contact}`}
						sandbox="allow-popups allow-popups-to-escape-sandbox"
						referrerPolicy="no-referrer"
					/>
				</Section>
			)}
			{preview && (
				<Section title={preview.segments === null ? "Plain text" : `Text, ${countOf(preview.segments, "segment")}`}>
					<pre className="mail-text">{preview.text}</pre>
				</Section>
			)}
		</Page>
	);
}
