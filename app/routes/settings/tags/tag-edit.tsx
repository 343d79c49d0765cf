import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { AppError } from "#app/base/errors.ts";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import { resolveNamed } from "#app/domain/crm/records/reads/resolve-names.ts";
import { RECORD_NOUNS, RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { removeTag } from "#app/domain/crm/tags/remove-tag.ts";
import { renameTag } from "#app/domain/crm/tags/rename-tag.ts";
import { getTag, MOST_TAGGED } from "#app/domain/crm/tags/tag-queries.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { NamedRecord } from "#app/routes/crm/records/named-record.tsx";
import { errorsOf, typedOf } from "#app/routes/crm/records/typed.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";

export const meta = () => [{ title: "Tag · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "tags.edit", async (ctx) => ({ tag: await getTag(ctx, args.params.id ?? ""), most: MOST_TAGGED }));

const one = z.object({ into: z.string().max(60) }).partial();
const TagForm = z.discriminatedUnion("act", [
	z.object({ act: z.literal("rename"), name: z.string().max(200).optional(), was: z.string().max(60).optional() }),
	z.object({
		act: z.literal("merge"),
		into: z.string().max(60).optional(),
		asked: one.optional(),
		chosen: one.optional(),
	}),
	z.object({ act: z.literal("delete") }),
]);

/** Renames a tag, joins it with another one, or deletes it. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const undo = { action: `/settings/tags/${id}/state`, act: "restore" };
	return formDoor(args, { permission: "tags.edit", schema: TagForm }, async (ctx, input) => {
		if (input.act === "rename") {
			const { name, before } = await renameTag(ctx, { id, name: input.name ?? "", was: input.was });
			return { to: "/settings/tags", flash: `“${before}” is “${name}” now, on every record that has it.` };
		}
		if (input.act === "delete") {
			const { name } = await removeTag(ctx, { id });
			return { to: "/settings/tags", flash: { message: `“${name}” is deleted. Its records stay.`, undo } };
		}
		const meant = input.asked?.into === input.into ? (input.chosen?.into ?? input.into) : input.into;
		const resolved = await resolveNamed(ctx, "tag", meant ?? "");
		if ("error" in resolved || resolved.id === null) {
			const [error, hits] = "error" in resolved ? [resolved.error, resolved.hits] : ["Write the other tag.", []];
			const others = hits.filter((hit) => hit.id !== id);
			throw new AppError(422, "invalid", error, { fields: { into: [error] }, data: { hits: others } });
		}
		const { name, into } = await removeTag(ctx, { id, into: resolved.id });
		return { to: "/settings/tags", flash: { message: `“${name}” is joined with “${into}”.`, undo } };
	});
};

export default function TagPage() {
	const { tag, most } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = errorsOf(reply);
	const typed = typedOf(reply);
	const hits = ((reply?.detail ?? {}) as { hits?: Named[] }).hits ?? [];
	const counts = RECORD_TYPES.filter((type) => tag.counts[type] > 0).map((type) =>
		tag.counts[type] > most
			? `${formatCount(most)}+ ${RECORD_NOUNS[type].many}`
			: countOf(tag.counts[type], RECORD_NOUNS[type].one, RECORD_NOUNS[type].many),
	);
	return (
		<Page title={tag.name} crumbs={[{ label: "Tags", href: "/settings/tags" }]} width="narrow">
			<p className="muted">{counts.length > 0 ? `On ${counts.join(", ")}.` : "No record has it."}</p>
			{errors[""] && <p role="alert">{errors[""].join(" ")}</p>}
			<Section title="Rename">
				<Form discover="none" method="post" className="form">
					<input type="hidden" name="was" value={tag.name} />
					<TextInput
						label="Name"
						errors={errors.name}
						inputProps={{ name: "name", defaultValue: String(typed?.name ?? tag.name), required: true, maxLength: 60 }}
					/>
					<FormActions>
						<SubmitButton name="act" value="rename">
							Rename tag
						</SubmitButton>
						<ButtonLink to="/settings/tags" tone="quiet">
							Keep as it is
						</ButtonLink>
					</FormActions>
				</Form>
			</Section>
			<Section title="Join with another tag">
				<Form discover="none" method="post" className="form" key={hits.length}>
					<p>Every record that has “{tag.name}” gets the other tag instead. It can be undone.</p>
					<NamedRecord
						type="tag"
						name="into"
						value={String(typed?.into ?? "")}
						latest={[]}
						asked={{ hits, chosen: undefined }}
						text={{ label: "The other tag", errors: errors.into }}
						inputProps={{ name: "into", id: "field-into", required: true, maxLength: 60 }}
					/>
					<FormActions>
						<SubmitButton tone="plain" name="act" value="merge">
							Join tags
						</SubmitButton>
					</FormActions>
				</Form>
			</Section>
			<Section title="Delete">
				<Form discover="none" method="post" className="form">
					<p>It is taken off its records, which stay. It can be brought back with the records that had it.</p>
					<FormActions>
						<SubmitButton tone="danger" name="act" value="delete">
							Delete tag
						</SubmitButton>
					</FormActions>
				</Form>
			</Section>
		</Page>
	);
}
