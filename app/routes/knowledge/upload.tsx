import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { type AppError, invalid } from "#app/base/errors.ts";
import { listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { getDocument } from "#app/domain/knowledge/documents/document-queries.ts";
import { hasOcr } from "#app/domain/knowledge/extraction/has-ocr.ts";
import { DOCUMENT_BYTES, DOCUMENTS_AT_ONCE } from "#app/domain/knowledge/schema.ts";
import { readUpload } from "#app/doors/files/upload.ts";
import { leave } from "#app/doors/form.ts";
import { allowedMember, asAppError, inOwnOrg, page, watched } from "#app/doors/page.ts";
import { visitOf } from "#app/doors/request.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { said } from "./upload-words.ts";

export const meta = () => [{ title: "Upload documents · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.edit", async (ctx) => {
		const { searchParams } = new URL(args.request.url);
		const replaces = searchParams.get("replaces");
		const document = replaces ? await getDocument(ctx, replaces) : null;
		return {
			readsScans: hasOcr(),
			chosen: searchParams.get("collection") ?? undefined,
			replaces: document && { id: document.id, title: document.title },
			collections: document ? [] : (await listCollections(ctx)).map(({ id, name }) => ({ value: id, label: name })),
		};
	});

/** Each file is kept while it comes in; the collection stands before the files in the form. */
export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "knowledge.edit");
	const { searchParams } = new URL(args.request.url);
	const replaces = searchParams.get("replaces") ?? undefined;
	const files = replaces ? 1 : DOCUMENTS_AT_ONCE;
	try {
		const { kept } = await watched(args, member, "knowledge.edit", () =>
			readUpload(args.request, { files, fileBytes: DOCUMENT_BYTES }, (file, fields) => {
				const collectionId = fields.get("collection")?.toString() || undefined;
				return addDocument((fn) => inOwnOrg(args, member, fn), file, { replaces, collectionId });
			}),
		);
		if (kept.length === 0) throw invalid("Choose a file first.");
		return await leave({ to: replaces ? `/knowledge/${replaces}` : "/knowledge", flash: said(kept) });
	} catch (error) {
		if (error instanceof Response) throw error;
		const known = asAppError(error, visitOf(args).requestId);
		const message =
			known.status === 413 ? "One of the files has more than 25 MB. The files before it were kept." : known.message;
		return data({ message }, { status: (known as AppError).status });
	}
}

export default function Upload() {
	const { replaces, collections, chosen, readsScans } = useLoaderData<typeof loader>();
	const message = useActionData<typeof action>()?.message;
	const query = replaces ? `?replaces=${replaces.id}` : "";
	const scans = readsScans ? "" : " Scanned pages are not read: this server has no OCR (tesseract).";
	const kinds = `PDF, Word (.docx), HTML, Markdown, text and CSV, up to 25 MB each.${scans}`;
	return (
		<Page
			title={replaces ? `Replace ${replaces.title}` : "Upload documents"}
			crumbs={[{ label: "Knowledge", href: "/knowledge" }]}
			width="narrow"
			search={null}
			actions={!replaces && <ButtonLink to="/knowledge/page">Add a web page</ButtonLink>}
		>
			<Form
				method="post"
				action={`/knowledge/upload${query}`}
				encType="multipart/form-data"
				reloadDocument
				className="form"
			>
				<ErrorSummary allErrors={message ? { files: [message] } : {}} />
				{!replaces && collections.length > 1 && (
					<Select
						label="Collection"
						help="Who may read the documents is decided by their collection."
						inputProps={{ name: "collection", id: "field-collection", defaultValue: chosen }}
						options={collections}
					/>
				)}
				<TextInput
					label={replaces ? "File" : "Files"}
					help={replaces ? `${kinds} The version before is kept.` : `${kinds} You can choose many at once.`}
					errors={message ? [message] : undefined}
					inputProps={{
						name: "files",
						id: "field-files",
						type: "file",
						required: true,
						multiple: !replaces,
						accept: ".pdf,.docx,.html,.htm,.md,.markdown,.txt,.csv,.tsv",
					}}
				/>
				<FormActions>
					<SubmitButton icon="upload">{replaces ? "Replace document" : "Upload documents"}</SubmitButton>
					<ButtonLink to={replaces ? `/knowledge/${replaces.id}` : "/knowledge"} tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
