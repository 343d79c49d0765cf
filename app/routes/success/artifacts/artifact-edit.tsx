import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readPricingLimits } from "#app/domain/artifacts/approving/pricing-limits.ts";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { listEditorMembers } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { VersionNote } from "#app/domain/artifacts/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { crumbsOf } from "./artifact-head.tsx";
import type { Posted } from "./kinds/view.ts";
import { viewOf } from "./kinds/views.ts";

export const meta = () => [{ title: "Edit artifact · Perigee" }];

const EditForm = z.object({
	version: z.coerce.number().int().positive(),
	title: z.string("Give it a title.").trim().min(1, "Give it a title.").max(200),
	note: VersionNote.optional(),
	content: z.unknown(),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "success.work", async (ctx) => {
		const artifact = await getArtifact(ctx, args.params.id ?? "");
		const isNew = artifact.version === 1 && new URL(args.request.url).searchParams.has("new");
		const limits = definitionOf(artifact.kind)?.reasons ? (await readPricingLimits(ctx)).limits : undefined;
		return { artifact, isNew, limits, members: await listEditorMembers(ctx, artifact) };
	});

/** Saves what was typed as a new version. Somebody else's since is a 409, and what was typed is drawn again. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.work", schema: EditForm }, async (ctx, { content, version, title, note }) => {
		const id = args.params.id ?? "";
		const artifact = await getArtifact(ctx, id);
		const given = viewOf(artifact.kind).read((content ?? {}) as Posted, artifact);
		const saved = await saveArtifact(ctx, id, { version, title, content: given, ...(note ? { note } : {}) });
		const flash = saved.isChanged ? `Saved. This is version ${saved.version}.` : "Nothing was changed.";
		return { to: `/success/artifacts/${id}`, flash };
	});

export default function EditArtifactPage() {
	const { artifact, isNew, limits, members } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	const errors = asInputs(listedErrors(reply?.result.error));
	const typed = reply?.result.initialValue as Record<string, unknown> | undefined;
	const { Fields, write } = viewOf(artifact.kind);
	const theirs = currentOf(reply?.detail);
	const back = `/success/artifacts/${artifact.id}`;
	return (
		<Page title={`Edit ${artifact.title}`} crumbs={[...crumbsOf(artifact), { label: artifact.title, href: back }]}>
			{!theirs && <ErrorSummary allErrors={errors} form="field" />}
			{theirs && (
				<Notice tone="warn" title={`${theirs.savedBy} saved version ${theirs.version} while you were editing.`}>
					What you typed is still here. <a href={`${back}?number=${theirs.version}`}>Look at theirs</a>; saving now puts
					yours on top, and theirs stays among the versions.
				</Notice>
			)}
			<Form discover="none" method="post" className="form artifact-form" data-unsaved>
				<input type="hidden" name="version" value={theirs?.version ?? String(typed?.version ?? artifact.version)} />
				<TextInput
					label="Title"
					errors={errors.title}
					inputProps={{
						name: "title",
						required: true,
						maxLength: 200,
						defaultValue: String(typed?.title ?? artifact.title),
					}}
				/>
				<Fields
					{...{ artifact, errors, limits, members }}
					values={(typed ? (typed.content ?? {}) : write(artifact.content)) as Posted}
				/>
				<TextInput
					label="What changed"
					optional
					help="Stands beside the version."
					errors={errors.note}
					inputProps={{ name: "note", maxLength: 500, defaultValue: String(typed?.note ?? "") }}
				/>
				<FormActions>
					<SubmitButton>{theirs ? "Save mine as the newest" : "Save version"}</SubmitButton>
					{isNew ? (
						<SubmitButton tone="quiet" formAction={`${back}/state`} name="act" value="discard" formNoValidate>
							Do not keep it
						</SubmitButton>
					) : (
						<ButtonLink to={back} tone="quiet">
							Change nothing
						</ButtonLink>
					)}
				</FormActions>
			</Form>
		</Page>
	);
}

type Theirs = { version: number; savedBy: string };

/** The version by somebody else that a conflict tells of. */
function currentOf(detail: Record<string, unknown> | undefined): Theirs | undefined {
	return detail && "current" in detail ? (detail.current as Theirs) : undefined;
}

/** A command's fields as inputs are named: "content.lines.0.name" is "content.lines[0].name". */
function asInputs(errors: Record<string, string[]>): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(errors).map(([name, texts]) => [name.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]"), texts]),
	);
}
