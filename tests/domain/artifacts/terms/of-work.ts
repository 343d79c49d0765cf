import { type Expected, paged } from "./expected.ts";

/** Contracts about work that is done, written for this, of no real firm. */
export const OF_WORK: Expected[] = [
	{
		name: "a statement of work with milestones",
		pages: paged(`STATEMENT OF WORK NO. 3

This Statement of Work is made under the Master Agreement dated 12 January 2025 between Ostrava Consulting Pty Ltd ("Consultant") and Redgum Water Authority (the "Client").

Start: the work begins on 5 July 2027 and ends on 17 December 2027.

Milestones
Milestone | Due | Amount
Design | 30 August 2027 | AUD 40,000
Build | 15 October 2027 | AUD 65,000
Handover | 10 December 2027 | AUD 15,000

The total fee for the work is AUD 120,000, plus a daily rate of AUD 1,800 for work outside the scope. The Client shall pay invoices within 14 days after each milestone is accepted.

The Client may cancel this Statement of Work with twenty (20) days' notice. Consultant shall correct defects within five (5) business days.

This Statement of Work ends when the work is accepted and is not renewed.

The laws of the State of Victoria govern it. Signed by both parties on 28 June 2027.`),
		party: ["Ostrava Consulting Pty Ltd (Consultant)", "Redgum Water Authority (Client)"],
		start: ["2027-07-05"],
		end: ["2027-12-17"],
		value: ["12000000 AUD"],
		renewal: ["not by itself"],
		notice: ["20 days"],
		payment: ["14 days"],
		law: ["State of Victoria"],
		who: ["payment Client", "notice Client"],
	},
	{
		name: "a maintenance contract in plain words",
		pages: paged(`Lift maintenance contract

Parties
Kestrel Lifts Ltd ("the Contractor") looks after the lifts of Bramley Court Management Company Limited ("the Customer").

How long it runs
The contract starts on 1 October 2027 and runs for three years, until 30 September 2030. After that it carries on from year to year: it renews automatically for one year at a time unless one of the parties writes to the other at least 60 days before the end of the year.

What it costs
The Customer pays the Contractor £640 per month. The Contractor sends an invoice every month, and the Customer has 21 days to pay it.
Each October the Contractor may put the monthly price up in line with the Consumer Prices Index, capped at 3.5%.

Ending it early
If the Contractor does not come within four hours three times in a year, the Customer may end the contract with 30 days' notice.

Law
English law applies to this contract. Signed: ________`),
		party: ["Kestrel Lifts Ltd (Contractor)", "Bramley Court Management Company Limited (Customer)"],
		start: ["2027-10-01"],
		end: ["2030-09-30"],
		value: ["64000 GBP a month"],
		renewal: ["by itself, 1 years"],
		notice: ["60 days"],
		rise: ["null %, by an index, cap 3.5"],
		payment: ["21 days"],
		law: ["English"],
		who: ["value Customer", "payment Customer", "rise Contractor", "notice Either party"],
	},
	{
		name: "a support agreement as a letter",
		pages: paged(`Dear Ms Okafor,

This letter sets out the agreement between Bellwether Support Services LLC ("Bellwether", "we") and Juniper Ridge School District ("District") for help desk services.

Services start July 1, 2027 and end June 30, 2028. The District will pay a fixed price of $58,000 for the year, invoiced quarterly and due net 30.

The agreement will not renew on its own. If the District would like to continue, the parties will sign a new letter. Bellwether may raise its price for a new term by any amount.

Either party may cancel with 60 days written notice.

Colorado law governs this letter. Please sign and return a copy.

Signature: ____________________`),
		party: ["Bellwether Support Services LLC", "Juniper Ridge School District (District)"],
		start: ["2027-07-01"],
		end: ["2028-06-30"],
		value: ["5800000 USD a year"],
		renewal: ["not by itself"],
		notice: ["60 days"],
		rise: ["null %"],
		payment: ["30 days"],
		law: ["Colorado"],
		who: ["value District", "payment District", "rise Bellwether", "notice Either party"],
	},
	{
		name: "a cleaning contract with a schedule of particulars",
		pages: paged(`COMMERCIAL CLEANING CONTRACT

PARTICULARS
Date of contract: 14 February 2028
The Contractor: Brightwell Cleaning Services Limited of 61 Mill Lane, Derby
The Customer: Ashgrove Academy Trust of Ashgrove Way, Derby
Commencement Date: 1 March 2028
Expiry Date: 28 February 2031
Annual Charge: £41,250 exclusive of VAT
Review Date: 1 March in each year

CONDITIONS
1. The Contractor will clean the Premises during the Term.
2. The Customer must pay the Annual Charge in twelve equal instalments, each within 30 days of the Contractor's invoice.
3. On each Review Date the Annual Charge is increased by the percentage by which the Consumer Prices Index rose in the twelve months to the preceding December, up to a maximum of 6%.
4. This Contract ends on the Expiry Date and will not be renewed or extended unless both parties sign a new one.
5. The Customer may end this Contract early by giving three months' written notice.
6. The Contractor's insurance shall be at least £5,000,000.
7. English law governs this Contract.
Signed by the Contractor .......... Signed by the Customer ..........`),
		party: ["Brightwell Cleaning Services Limited (Contractor)", "Ashgrove Academy Trust (Customer)"],
		start: ["2028-03-01"],
		end: ["2031-02-28"],
		value: ["4125000 GBP a year"],
		renewal: ["not by itself"],
		notice: ["3 months"],
		rise: ["null %, by an index, cap 6"],
		payment: ["30 days"],
		law: ["English"],
		who: ["payment Customer", "notice Customer"],
	},
	{
		name: "a facilities agreement of a council",
		pages: paged(`GROUNDS MAINTENANCE AGREEMENT

This Agreement is made the 2nd day of October 2028 BETWEEN Wexcombe Borough Council of Civic Square, Wexcombe ("the Council") of the one part and Greenlade Grounds Services Ltd (Company No. 07718290) whose registered office is at 5 Nursery Road, Wexcombe ("the Contractor") of the other part.

1. The Contractor shall maintain the grounds from 1 November 2028 to 31 October 2033.
2. The Council shall pay the Contractor the sum of £96,000 in each year of the Agreement by monthly payments in arrear, each to be made within 21 days of a valid invoice.
3. The sum in clause 2 shall be adjusted on 1 November each year in line with the Consumer Prices Index, save that no adjustment shall exceed 3%.
4. The Council may extend this Agreement by two years by notice in writing given before 30 April 2033. It shall not otherwise renew.
5. Either party may terminate this Agreement by giving to the other not less than twelve months' notice in writing.
6. The Contractor shall hold public liability insurance of £10,000,000.
7. This Agreement is governed by English law.
Executed as a deed.`),
		party: ["Wexcombe Borough Council (Council)", "Greenlade Grounds Services Ltd (Contractor)"],
		start: ["2028-11-01"],
		end: ["2033-10-31"],
		value: ["9600000 GBP a year"],
		renewal: ["not by itself"],
		notice: ["12 months"],
		rise: ["null %, by an index, cap 3"],
		payment: ["21 days"],
		law: ["English"],
		who: ["value Council", "payment Council", "notice Either party"],
	},
	{
		name: "a consulting agreement of a lawyer's form",
		pages: paged(`CONSULTING AGREEMENT

THIS CONSULTING AGREEMENT (the "Agreement") dated as of September 5, 2028 (the "Effective Date") is made by and among BRIARCLIFF FOODS HOLDINGS, INC., a Nevada corporation ("Client"), and DR. OLENA SAVCHUK, an individual residing in Reno, Nevada ("Consultant").

W I T N E S S E T H:

WHEREAS, Client desires to retain Consultant; NOW, THEREFORE, the parties agree:

Section 1. Engagement. Consultant shall serve for a term commencing on the Effective Date and terminating on March 4, 2029, unless sooner terminated in accordance with Section 4.

Section 2. Compensation. Client shall pay Consultant a monthly retainer in the amount of Eleven Thousand Dollars ($11,000.00), payable on or before the tenth day of each month. Client shall reimburse expenses within thirty (30) days after receipt of a statement.

Section 3. No Renewal. This Agreement shall not be renewed or extended except by a writing signed by both parties.

Section 4. Termination. Client may terminate this Agreement without cause upon fifteen (15) days' prior written notice to Consultant.

Section 5. Governing Law. This Agreement shall be governed by the laws of the State of Nevada.

IN WITNESS WHEREOF, the parties have executed this Agreement.`),
		party: ["BRIARCLIFF FOODS HOLDINGS, INC. (Client)", "DR. OLENA SAVCHUK (Consultant)"],
		start: ["2028-09-05"],
		end: ["2029-03-04"],
		value: ["1100000 USD a month"],
		renewal: ["not by itself"],
		notice: ["15 days"],
		law: ["State of Nevada"],
		who: ["value Client", "notice Client"],
	},
];
