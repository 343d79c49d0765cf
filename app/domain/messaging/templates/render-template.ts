import { env } from "#app/base/env.ts";
import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { emailHtml } from "#app/domain/messaging/rules/email-layout.ts";
import { smsSegments } from "#app/domain/messaging/rules/sms-segments.ts";
import { missingValues, renderTemplate, type TemplateValues } from "#app/domain/messaging/rules/template.ts";
import type { Ctx } from "#db/context.ts";
import { getTemplate } from "./template-queries.ts";

/** A template's words with their values, ready for `queueMessage`. */
export type RenderedTemplate = {
	channel: "email" | "sms";
	subject: string;
	text: string;
	templateVersionId: string;
	/** Variables without value and fallback: hand them on, and the message is held. */
	missingValues: string[];
};

/** The newest version of a template with values. Throws 404 for one that is not here or was put away. */
export async function renderNewest(ctx: Ctx, id: string, values: TemplateValues): Promise<RenderedTemplate> {
	const template = await getTemplate(ctx, id);
	if (template.isArchived) throw notFound("template");
	const version = template.versions[0]!;
	return {
		channel: template.channel,
		subject: renderTemplate(version.subject, values, { escape: "line" }),
		text: renderTemplate(version.body, values, { escape: "text" }),
		templateVersionId: version.id,
		missingValues: missingValues(`${version.subject}\n${version.body}`, values),
	};
}

/** What the record at hand says for the variables of templates; what it does not know is null. */
export async function readTemplateValues(ctx: Ctx, contactId: string): Promise<TemplateValues> {
	authorize(ctx, "contacts.view");
	const row = await ctx.db
		.selectFrom("contacts as c")
		.innerJoin("organisations as o", "o.id", "c.org_id")
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom("vehicles")
					.select(["year", "make", "model"])
					.whereRef("vehicles.contact_id", "=", "c.id")
					.orderBy("vehicles.id", "desc")
					.limit(1)
					.as("v"),
			(join) => join.onTrue(),
		)
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom("conversations")
					.innerJoin("locations", "locations.id", "conversations.location_id")
					.select(["locations.name", "locations.phone"])
					.whereRef("conversations.contact_id", "=", "c.id")
					.orderBy("conversations.id", "desc")
					.limit(1)
					.as("l"),
			(join) => join.onTrue(),
		)
		.select(["c.first_name", "c.last_name", "o.name as organisation", "v.year", "v.make", "v.model"])
		.select(["l.name as location", "l.phone"])
		.where("c.id", "=", contactId)
		.executeTakeFirst();
	if (!row) throw notFound("contact");
	return {
		"contact.firstName": row.first_name,
		"contact.lastName": row.last_name,
		"vehicle.label": [row.year, row.make, row.model].filter(Boolean).join(" ") || null,
		"service.name": null,
		"location.name": row.location ?? row.organisation,
		"location.phone": row.phone,
		"organisation.name": row.organisation,
		// A link of its own is made for each message; the preview opens nobody's chat.
		"chat.url": `${env().publicUrl}/chat/…`,
	};
}

/** How the newest version looks for one contact: subject, both parts, what has no value, and the size of a text. */
export async function previewTemplate(ctx: Ctx, id: string, contactId: string) {
	const rendered = await renderNewest(ctx, id, await readTemplateValues(ctx, contactId));
	if (rendered.channel === "sms") return { ...rendered, html: null, segments: smsSegments(rendered.text).segments };
	const org = await ctx.db
		.selectFrom("organisations")
		.select(["name", "colour"])
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const { html, text } = emailHtml({
		organisation: { name: org.name, colour: org.colour },
		bodyText: rendered.text,
		reason: `You get this email because you are in touch with ${org.name}.`,
		unsubscribeUrl: `${env().publicUrl}/unsubscribe/preview`,
	});
	return { ...rendered, text, html, segments: null };
}
