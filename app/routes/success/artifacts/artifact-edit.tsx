import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readPricingLimits } from "#app/domain/artifacts/approving/pricing-limits.ts";
import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { listEditorMembers } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { ArtifactEditor, answered, EditedFields } from "./artifact-editor.tsx";
import { crumbsOf } from "./artifact-head.tsx";
import type { Posted } from "./kinds/view.ts";
import { viewOf } from "./kinds/views.ts";

export const meta = () => [{ title: "Edit artifact · Perigee" }];

const EditForm = z.object({ version: z.coerce.number().int().positive(), ...EditedFields });

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "success.work", async (ctx) => {
		const artifact = await getArtifact(ctx, args.params.id ?? "");
		const limits = definitionOf(artifact.kind)?.reasons ? (await readPricingLimits(ctx)).limits : undefined;
		return { artifact, limits, members: await listEditorMembers(ctx, artifact) };
	});

/** Saves what was typed as a new version. Somebody else's since is a 409, and what was typed is drawn again. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.work", schema: EditForm }, async (ctx, { content, version, title, note, more }) => {
		if (more) return { show: {}, keeps: true };
		const id = args.params.id ?? "";
		const artifact = await getArtifact(ctx, id);
		const given = viewOf(artifact.kind).read((content ?? {}) as Posted, artifact);
		const saved = await saveArtifact(ctx, id, { version, title, content: given, ...(note ? { note } : {}) });
		const flash = saved.isChanged ? `Saved. This is version ${saved.version}.` : "Nothing was changed.";
		return { to: `/success/artifacts/${id}`, flash };
	});

export default function EditArtifactPage() {
	const { artifact, limits, members } = useLoaderData<typeof loader>();
	const reply = answered(useKeptReply(useActionData<typeof action>()));
	const back = `/success/artifacts/${artifact.id}`;
	const version = reply.theirs?.version ?? String(reply.typed?.version ?? artifact.version);
	return (
		<Page title={`Edit ${artifact.title}`} crumbs={[...crumbsOf(artifact), { label: artifact.title, href: back }]}>
			<ArtifactEditor
				{...{ artifact, limits, members, reply }}
				save="Save version"
				hidden={<input type="hidden" name="version" value={version} />}
				leave={
					<ButtonLink to={back} tone="quiet">
						Change nothing
					</ButtonLink>
				}
			/>
		</Page>
	);
}
