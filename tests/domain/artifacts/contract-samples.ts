import type { TextPage } from "#app/domain/artifacts/contract/terms.ts";

const paged = (...texts: string[]): TextPage[] => texts.map((text, at) => ({ page: at + 1, text: text.trim() }));

/** Contracts of many kinds, and what is none, as text by page. Of no real firm. */
export const SAMPLES = {
	short: paged(
		`This Agreement is made between Harbour Bakery Ltd and Oak Street Cleaning on 1 March 2027. Harbour Bakery Ltd pays £450 per month. Either party may terminate with 30 days' written notice. It is governed by the laws of England and Wales.`,
	),
	definitions: paged(
		`MASTER SERVICES AGREEMENT
This Master Services Agreement is entered into as of January 15, 2027 (the "Effective Date") by and between Northwind Analytics, Inc., a Delaware corporation with its principal place of business at 12 Pier Road ("Provider"), and Smith and Sons Logistics LLC, a New York limited liability company ("Customer").
1. Services. Provider shall provide the services described in each order. The license is non-exclusive.`,
		`2. Term. The initial term of this Agreement shall be twenty-four (24) months from the Effective Date. Thereafter this Agreement will automatically renew for successive twelve (12) month periods unless either party gives the other at least ninety (90) days' written notice of non-renewal before the end of the then-current term.
3. Fees. Customer shall pay a total contract value of US$240,000.00, invoiced annually in advance. Invoices are payable within forty-five (45) days of receipt. Overdue amounts bear interest at 1.5% per month.
4. Price adjustment. Upon each renewal Provider may increase the fees by the change in the CPI, not to exceed five percent (5%) in any year.`,
		`5. Liability. Provider's liability for breach of confidentiality shall be unlimited. Nothing limits liability for death or personal injury.
6. Termination. Customer may terminate this Agreement for convenience at any time. Either party may terminate if the other fails to cure a material breach within thirty (30) days after notice.
7. Pricing parity. Provider shall offer Customer prices no less favorable than those offered to any other customer.
8. Governing law. This Agreement is governed by and construed in accordance with the laws of the State of Delaware, without regard to conflict of laws.
IN WITNESS WHEREOF
By: ____________________ Name: Jo Field`,
	),
	orderForm: paged(
		`Order Form
Order | Details
Customer | Bluebird Clinics Inc.
Supplier | Perennial Software Ltd
Start date | 02/01/2027
End date | 01/31/2028
Annual subscription fee | $36,500
Payment terms | Net 30
Auto-renewal | No
Notice period | 60 days
Annual uplift | 3.5%
Governing law | California
Signature | ____________`,
	),
	columns: paged(
		`Subscription contract between Vale Gardens Ltd and Copper Lane Media Ltd
Start date | End date | Total fee
1 April 2027 | 31 March 2028 | £18,000
The contract does not automatically renew. It may be renewed by mutual agreement in writing. The client shall not purchase similar services from any other supplier.`,
	),
	german: paged(
		`Service contract between Alpental Optik GmbH (the "Client") and Fjord Systems AS (the "Supplier").
The contract begins on 01.04.2027 and ends on 31.03.2029. The total fee is 12.345,60 EUR. The contract is extended automatically by 12 months unless it is cancelled in writing with notice of 3 months before the end of the term.
The supplier may adjust its prices at any time at its discretion. This contract is subject to German law.`,
	),
	contradictory: paged(
		`LICENSE AGREEMENT between Quarry Tools Ltd ("Licensee") and Lumen Apps Ltd ("Licensor"). Start date: 03/04/2025. The license fee is €9,900 per year.`,
		`The licence expires on 31 December 2025. Each party shall keep the other's information confidential.`,
		`Schedule. The licence is valid until 30 June 2026. Signed for the parties: ..........`,
	),
	invoice: paged(
		`INVOICE
Invoice number: 2027-118
Bill to: Harbour Bakery Ltd
Date: 1 March 2027
Flour, 20 sacks | $480.00
Amount due: $480.00
Payment within 30 days. Thank you for your business.`,
	),
	poem: paged(
		`The tide came in on 1 March 2027
and carried all my letters to the sea,
between the lighthouse and the heather
I kept but one, and that was dear to me.`,
	),
} satisfies Record<string, TextPage[]>;
