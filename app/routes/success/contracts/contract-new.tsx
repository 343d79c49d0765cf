import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { type AppError, invalid } from "#app/base/errors.ts";
import { CONTRACT_BYTES, uploadContract } from "#app/domain/artifacts/contract/reading/upload-contract.ts";
import { hasOcr } from "#app/domain/knowledge/extraction/has-ocr.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { readUpload } from "#app/doors/files/upload.ts";
import { leave } from "#app/doors/form.ts";
import { allowedMember, asAppError, inOwnOrg, page, watched } from "#app/doors/page.ts";
import { visitOf } from "#app/doors/request.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { MadeInNotice, madeInOf, withMadeIn } from "../artifacts/made-in.tsx";

export const meta = () => [{ title: "Upload a contract · Perigee" }];

const accountOf = (request: Request) => new URL(request.url).searchParams.get("account") ?? "";

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "success.work", async (ctx) => {
		const { id, name } = await getIntelligence(ctx, accountOf(args.request));
		return { account: { id, name }, readsScans: hasOcr(), from: madeInOf(args.request) };
	});

/** The file is kept while it comes in. */
export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "success.work");
	const asked = { accountId: accountOf(args.request), ...madeInOf(args.request) };
	try {
		const { kept } = await watched(args, member, "success.work", () =>
			readUpload(args.request, { files: 1, fileBytes: CONTRACT_BYTES }, (file) =>
				uploadContract((fn) => inOwnOrg(args, member, fn), file, asked),
			),
		);
		const [contract] = kept;
		if (!contract) throw invalid("Choose a file first.");
		const flash = contract.isSame
			? "This very file was uploaded for this account before. Here is what became of it."
			: "The contract is kept and being read.";
		return await leave({ to: `/success/contracts/${contract.id}`, flash });
	} catch (error) {
		if (error instanceof Response) throw error;
		const known = asAppError(error, visitOf(args).requestId);
		const message = known.status === 413 ? "The file has more than 25 MB. Nothing was kept of it." : known.message;
		return data({ message }, { status: (known as AppError).status });
	}
}

export default function ContractNew() {
	const { account, readsScans, from } = useLoaderData<typeof loader>();
	const message = useActionData<typeof action>()?.message;
	const scans = readsScans ? "" : " Scanned pages are not read: this server has no OCR (tesseract).";
	return (
		<Page
			title="Upload a contract"
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: account.name, href: `/accounts/${account.id}/success` },
			]}
			width="narrow"
			search={null}
		>
			<MadeInNotice from={from} />
			<Form
				method="post"
				action={withMadeIn(`/success/contracts/new?account=${account.id}`, from)}
				encType="multipart/form-data"
				reloadDocument
				className="form"
			>
				<ErrorSummary allErrors={message ? { file: [message] } : {}} />
				<p>
					Its terms are looked for with the words they stand on: parties, dates, value, renewal, notice, price rises and
					risks. The file is kept as it is.
				</p>
				<TextInput
					label="Contract"
					help={`PDF or Word (.docx), up to 25 MB.${scans}`}
					errors={message ? [message] : undefined}
					inputProps={{ name: "file", id: "field-file", type: "file", required: true, accept: ".pdf,.docx" }}
				/>
				<FormActions>
					<SubmitButton icon="upload">Upload contract</SubmitButton>
					<ButtonLink to={from.playId ? `/success/${from.playId}` : `/accounts/${account.id}/success`} tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
