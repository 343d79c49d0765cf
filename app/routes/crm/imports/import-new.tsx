import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { invalid } from "#app/base/errors.ts";
import { createImport } from "#app/domain/crm/imports/create-import.ts";
import { IMPORT_NAMES, IMPORT_NOUNS, type ImportName, isImportName, recordOf } from "#app/domain/crm/imports/schema.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { readUpload } from "#app/doors/files/upload.ts";
import { leave } from "#app/doors/form.ts";
import { allowedMember, asAppError, inOwnOrg, page, watched } from "#app/doors/page.ts";
import { visitOf } from "#app/doors/request.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";

export const meta = () => [{ title: "Import a file · Perigee" }];

/** What the file's rows are stands in the address, so that it is known before a byte of the file comes. */
function typeIn(request: Request): ImportName {
	const type = new URL(request.url).searchParams.get("type");
	return isImportName(type) ? type : "contact";
}

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "records.import", async () => ({ type: typeIn(args.request) }));

/** The file is kept while it comes in; a refusal is drawn on this page again, where the next one can be chosen. */
export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "records.import");
	try {
		const { kept } = await watched(args, member, "records.import", () =>
			readUpload(args.request, {}, (file) =>
				createImport((fn) => inOwnOrg(args, member, fn), { ...file, type: typeIn(args.request) }),
			),
		);
		const [id] = kept;
		if (!id) throw invalid("Choose a file first.");
		return await leave({ to: `/imports/${id}` });
	} catch (error) {
		if (error instanceof Response) throw error;
		const { status, message } = asAppError(error, visitOf(args).requestId);
		return data({ message }, { status });
	}
}

export default function ImportNew() {
	const { type } = useLoaderData<typeof loader>();
	const message = useActionData<typeof action>()?.message;
	const { many, one } = IMPORT_NOUNS[type];
	return (
		<Page
			title={`Import ${many}`}
			crumbs={[
				{ label: many[0]!.toUpperCase() + many.slice(1), href: recordPath(recordOf(type)) },
				{ label: "Imports", href: "/imports" },
			]}
			width="narrow"
			search={null}
			above={<KindTabs current={type} />}
		>
			{/* Sent by the browser itself, which shows how far a large file is. */}
			<Form
				method="post"
				action={`/imports/new?type=${type}`}
				encType="multipart/form-data"
				reloadDocument
				className="form"
			>
				<ErrorSummary allErrors={message ? { file: [message] } : {}} />
				<TextInput
					label="CSV file"
					help={`Up to 250 MB, with a row of headings and a row for each ${one}. Commas, semicolons, tabs or bars between the columns; UTF-8, UTF-16 or Windows text. Nothing is changed yet: next you see what each column becomes.`}
					errors={message ? [message] : undefined}
					inputProps={{ name: "file", type: "file", required: true, accept: ".csv,.tsv,.txt,text/csv,text/plain" }}
				/>
				<FormActions>
					<SubmitButton icon="upload">Upload file</SubmitButton>
					<ButtonLink to={`/imports/samples/${type}`} download icon="download" tone="quiet">
						Sample file
					</ButtonLink>
					<ButtonLink to="/imports" tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

/** What the file holds: each kind of row has a page of its own, with its own sample. */
function KindTabs({ current }: { current: ImportName }) {
	return (
		<Tabs
			label="What the file holds"
			tabs={IMPORT_NAMES.map((type) => ({
				label: type[0]!.toUpperCase() + IMPORT_NOUNS[type].many.slice(1),
				href: `/imports/new?type=${type}`,
				current: type === current,
			}))}
		/>
	);
}
