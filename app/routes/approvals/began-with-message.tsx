import type { ApprovalDetail } from "#app/domain/workflows/reading/approval-queries.ts";
import { Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";

/** What a customer wrote, where the run began with that. */
export function BeganWithMessage({ message }: Pick<ApprovalDetail, "message">) {
	if (!message) return null;
	const { from, subject, text } = message;
	return (
		<Section title={from ? `What ${from} wrote` : "The message that it began with"}>
			<DescriptionList
				facts={[
					{ label: "Subject", value: subject },
					{ label: "Message", value: <span className="mail-text">{text}</span> },
				]}
			/>
		</Section>
	);
}
