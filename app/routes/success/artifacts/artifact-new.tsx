import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { readPricingLimits } from "#app/domain/artifacts/approving/pricing-limits.ts";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { listEditorMembers } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { startArtifact } from "#app/domain/artifacts/saving/start-of.ts";
import { ARTIFACT_KINDS, type ArtifactKind, isArtifactKind, kindLabel } from "#app/domain/artifacts/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { ArtifactEditor, answered, EditedFields } from "./artifact-editor.tsx";
import { crumbsOf } from "./artifact-head.tsx";
import { beginningOf } from "./beginnings.ts";
import type { Posted } from "./kinds/view.ts";
import { viewOf } from "./kinds/views.ts";
import { type MadeIn, MadeInInputs, MadeInNotice, madeInOf, withMadeIn } from "./made-in.tsx";

export const meta = () => [{ title: "New artifact · Perigee" }];

const NewForm = z.object({
	/** The form's own: however often it is sent, one is made. */
	key: z.uuid(),
	kind: z.enum(ARTIFACT_KINDS),
	...{ playId: z.uuid().optional(), runId: z.uuid().optional(), stepId: z.uuid().optional() },
	/** What this form made before, where something else is sent under its key. */
	made: z.uuid().optional(),
	version: z.coerce.number().int().positive().optional(),
	...EditedFields,
});

/** The editor of an artifact that is not there yet: opening and leaving it makes nothing. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "success.work", async (ctx) => {
		const kind = new URL(args.request.url).searchParams.get("kind") ?? "";
		if (!isArtifactKind(kind)) throw notFound("kind of artifact");
		const from = madeInOf(args.request);
		const elsewhere = beginningOf(kind, args.params.id ?? "", from);
		if (elsewhere) throw redirect(elsewhere);
		const { account, content } = await startArtifact(ctx, kind, args.params.id ?? "");
		const limits = definitionOf(kind)?.reasons ? (await readPricingLimits(ctx)).limits : undefined;
		const artifact = { kind, title: kindLabel(kind), content, tasks: tasksOf(kind, content) };
		return { key: newId(), kind, from, account, artifact, limits, members: await listEditorMembers(ctx, { kind }) };
	});

/** The lines that show a task from the start, as a kept artifact tells of them. */
function tasksOf(kind: ArtifactKind, content: unknown) {
	const { lines = [] } = content as { lines?: { key: string; title: string }[] };
	const links = definitionOf(kind)?.links?.(content as never) ?? [];
	return links.map(({ item, taskId }) => ({
		...{ item, taskId, title: lines.find(({ key }) => key === item)?.title ?? "" },
		...{ state: "open" as const, dueOn: null, assignee: null },
	}));
}

/** The first save makes it, as version 1. What cannot be saved is drawn again with everything that was typed. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.work", schema: NewForm }, async (ctx, { made, version, more, ...input }) => {
		if (more) return { show: {}, keeps: true };
		const { key: formKey, kind, title, note, content, ...from } = input;
		const tasks = made ? (await getArtifact(ctx, made)).tasks : [];
		const given = viewOf(kind).read((content ?? {}) as Posted, { tasks });
		const what = { title, content: given, ...(note ? { note } : {}) };
		if (made && version) await saveArtifact(ctx, made, { ...what, version });
		const place = { accountId: args.params.id ?? "", ...known(from) };
		const { id } = made ? { id: made } : await createArtifact(ctx, { ...what, ...place, kind, formKey }).catch(gone);
		return { to: `/success/artifacts/${id}`, flash: "Saved." };
	});

const known = (from: MadeIn): MadeIn =>
	Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined));

/** What was typed outlives the account, or the play's step, that it was typed for. */
function gone(error: unknown): never {
	if ((error as { status?: number }).status !== 404) throw error;
	throw invalid(
		"The account, or the play that you come from, is gone or in the trash. What you typed is still here; save again once it is restored.",
	);
}

export default function NewArtifactPage() {
	const { key, kind, from, account, artifact, limits, members } = useLoaderData<typeof loader>();
	const reply = answered(useKeptReply(useActionData<typeof action>()));
	const { typed, theirs } = reply;
	const made = theirs?.id ?? typed?.made;
	const version = theirs?.version ?? typed?.version;
	return (
		<Page
			title={`New ${kindLabel(kind).toLowerCase()}`}
			crumbs={crumbsOf({ accountId: account.id, account: account.name })}
		>
			<MadeInNotice from={from} />
			<ArtifactEditor
				key={kind}
				{...{ artifact, limits, members, reply }}
				save={`Save ${kindLabel(kind).toLowerCase()}`}
				hidden={
					<>
						<input type="hidden" name="key" value={String(typed?.key ?? key)} />
						<input type="hidden" name="kind" value={kind} />
						<MadeInInputs from={from} />
						{made !== undefined && <input type="hidden" name="made" value={String(made)} />}
						{version !== undefined && <input type="hidden" name="version" value={String(version)} />}
					</>
				}
				leave={
					<ButtonLink to={withMadeIn(`/accounts/${account.id}/artifacts`, from)} tone="quiet">
						Do not make it
					</ButtonLink>
				}
			/>
		</Page>
	);
}
