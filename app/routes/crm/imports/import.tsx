import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeImport } from "#app/domain/crm/imports/change-import.ts";
import { choicesOf } from "#app/domain/crm/imports/choices.ts";
import { getImport, listImportFields } from "#app/domain/crm/imports/import-queries.ts";
import { sayPreview } from "#app/domain/crm/imports/say-preview.ts";
import { IMPORT_NOUNS } from "#app/domain/crm/imports/schema.ts";
import { ImportForm, phoneCountries } from "#app/domain/crm/imports/settings-form.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { allowedMember, inOwnOrg, page, watched } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { ImportResult } from "./import-result.tsx";
import { STATE_LABELS, STATE_TONES } from "./import-words.ts";
import { MappingForm } from "./mapping-form.tsx";
import { PreviewPart } from "./preview-part.tsx";
import { useProgress } from "./use-progress.ts";

export const meta = () => [{ title: "Import · Perigee" }];

/** Work that has not moved for so long has lost its job. Milliseconds. */
const STILL_MS = 120_000;

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "records.import", async (ctx, { timeZone, org }) => {
		const found = await getImport(ctx, args.params.id ?? "");
		const fields = found.state === "draft" ? await listImportFields(ctx, found.rows) : [];
		const movedAt = found.cursor.at ? Date.parse(found.cursor.at) : (found.startedAt ?? found.createdAt).getTime();
		const isWorking = found.state === "running" || found.state === "undoing";
		return {
			import: found,
			rows: await sayPreview(ctx, found, { fields, zone: timeZone, currency: org.currency }),
			fields: fields.map(({ id, label }) => ({ id, label })),
			choices: choicesOf(found.rows, fields),
			countries: found.state === "draft" ? phoneCountries() : [],
			isStill: isWorking && ctx.now.getTime() - movedAt > STILL_MS,
		};
	});

export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "records.import");
	const id = args.params.id ?? "";
	return answerForm(args, ImportForm, (input) =>
		watched(args, member, "records.import", async () => {
			const { reread } = await changeImport((fn) => inOwnOrg(args, member, fn), id, input);
			const flash = reread ? "The file is read anew. Look at the columns again, then preview." : undefined;
			return { to: `/imports/${id}${reread ? "" : "#preview"}`, ...(flash ? { flash } : {}) };
		}),
	);
}

export default function ImportPage() {
	const shown = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	const { import: one } = shown;
	const isWorking = one.state === "running" || one.state === "undoing" || one.params.preview?.state === "running";
	const { one: noun, many } = IMPORT_NOUNS[one.rows];
	const labels = Object.fromEntries([
		...shown.choices.targets.map(({ value, label }) => [value, label]),
		...shown.fields.map(({ id, label }) => [`field:${id}`, label]),
	]);
	useLiveRefresh([`batch:${one.id}`]);
	useProgress(isWorking);
	return (
		<Page
			title={one.title}
			crumbs={[
				{ label: many[0]!.toUpperCase() + many.slice(1), href: recordPath(one.type) },
				{ label: "Imports", href: "/imports" },
			]}
			search={null}
			actions={<Acts state={one.state} id={one.id} canBegin={one.params.preview?.state === "done"} />}
		>
			<p>
				<Status tone={STATE_TONES[one.state]}>{STATE_LABELS[one.state]}</Status>
			</p>
			{isWorking && (
				<noscript>
					{/* The address is named: with the fragment that the form led to, a browser would only scroll. */}
					<meta httpEquiv="refresh" content={`3;url=/imports/${one.id}`} />
				</noscript>
			)}
			{one.state === "draft" ? (
				<>
					<PreviewPart one={one} rows={shown.rows} words={{ noun, labels, path: recordPath(one.type) }} />
					<MappingForm
						rows={one.rows}
						params={one.params}
						choices={shown.choices}
						fields={shown.fields}
						countries={shown.countries}
						errors={reply?.result.error ?? {}}
						typed={reply?.result.initialValue as Record<string, unknown> | undefined}
					/>
				</>
			) : (
				<ImportResult one={one} isStill={shown.isStill} />
			)}
		</Page>
	);
}

function Acts({ state, id, canBegin }: { state: string; id: string; canBegin: boolean }) {
	const button = (act: string, words: string, tone: "primary" | "plain" | "danger") => (
		<Form discover="none" method="post" action={`/imports/${id}/state`}>
			<SubmitButton tone={tone} name="act" value={act}>
				{words}
			</SubmitButton>
		</Form>
	);
	switch (state) {
		case "draft":
			return (
				<>
					{button("cancel", "Throw away", "plain")}
					{canBegin && button("begin", "Begin import", "primary")}
				</>
			);
		case "running":
			return button("cancel", "Stop import", "plain");
		case "done":
		case "cancelled":
		case "failed":
			return <ButtonLink to={`/imports/${id}/undo`}>Undo import</ButtonLink>;
		default:
			return null;
	}
}
