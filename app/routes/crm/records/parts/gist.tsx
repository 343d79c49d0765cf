import type { RecordView } from "#app/domain/crm/records/record-queries.ts";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { currencyOf } from "../field-text.ts";
import { RecordStatus } from "./record-status.tsx";

/** On a phone the side column comes last; how the record stands and how to reach its person come first. */
export function Gist({ record }: { record: RecordView }) {
	const { phone, email, valueCents } = record.values;
	return (
		<div className="narrow-only gist">
			<RecordStatus record={record} />
			{typeof phone === "string" && <a href={`tel:${phone}`}>{phone}</a>}
			{!phone && typeof email === "string" && <a href={`mailto:${email}`}>{email}</a>}
			{typeof valueCents === "number" && <strong>{formatMoney(valueCents, currencyOf(record.values))}</strong>}
		</div>
	);
}
