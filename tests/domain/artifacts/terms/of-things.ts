import { type Expected, paged } from "./expected.ts";

/** Contracts about things: leases, orders, supply, sale through others, written for this, of no real firm. */
export const OF_THINGS: Expected[] = [
	{
		name: "a lease of commercial premises",
		pages: paged(`LEASE OF UNIT 4, MILLRACE YARD

DATED 25 March 2027

BETWEEN:
(1) HARBOUR ESTATES LIMITED (company number 04418822), whose registered office is at 9 Quay Street, Bristol BS1 4QT (the "Landlord"); and
(2) FERN & FINCH BAKERIES LTD, a company registered in England and Wales with number 11203344, of 2 Orchard Road, Bath (the "Tenant").

1. The Landlord lets the Premises to the Tenant for a term of five years beginning on 1 April 2027 and ending on 31 March 2032.

2. The Tenant shall pay to the Landlord a yearly rent of £36,000, by equal monthly instalments of £3,000 in advance on the first day of each month. The Tenant shall also pay a deposit of £9,000.

3. On each anniversary of the start of the term the Landlord may increase the rent by the change in the Retail Prices Index over the preceding year, but not by more than 5% in any one year.
-----
4. The Tenant may end this lease on 31 March 2030 by giving the Landlord not less than six (6) months' written notice.

5. This lease does not renew automatically. Sections 24 to 28 of the Landlord and Tenant Act 1954 are excluded. The Landlord is not obliged to grant a new lease when the term ends.

6. The Tenant shall repair any damage within fourteen (14) days of being asked.

7. This lease is governed by the law of England and Wales.

Signed as a deed by the parties.`),
		party: ["HARBOUR ESTATES LIMITED (Landlord)", "FERN & FINCH BAKERIES LTD (Tenant)"],
		start: ["2027-04-01"],
		end: ["2032-03-31"],
		value: ["3600000 GBP a year"],
		renewal: ["not by itself"],
		notice: ["6 months"],
		rise: ["null %, by an index, cap 5"],
		law: ["England and Wales"],
		who: ["value Tenant", "notice Tenant", "rise Landlord"],
	},
	{
		name: "an order form in rows",
		pages: paged(`ORDER FORM No. 2027-0418
Customer: Larkspur Veterinary Group Inc.
Supplier: Perennial Software Ltd
Subscription start date: 15 April 2027
Subscription end date: 14 April 2029
Billing: Yearly in advance
Product | Quantity | Unit price | Yearly price
Clinic scheduling | 40 seats | $300.00 | $12,000.00
Reminders | 1 | $2,400.00 | $2,400.00
Annual subscription fee: $14,400.00
Total contract value: $28,800.00
Payment terms: Net 45
Auto-renewal: Yes, for 12 months
Notice period: 60 days before the end of the term
Price uplift at renewal: 3%
Governing law: State of Washington
This order form is subject to the supplier's terms of service.
Signed for the customer: ______________ Signed for the supplier: ______________`),
		party: ["Larkspur Veterinary Group Inc. (Customer)", "Perennial Software Ltd (Supplier)"],
		start: ["2027-04-15"],
		end: ["2029-04-14"],
		value: ["2880000 USD"],
		renewal: ["by itself, 12 months"],
		notice: ["60 days"],
		rise: ["3 %"],
		payment: ["45 days"],
		law: ["State of Washington"],
	},
	{
		name: "a distribution agreement with short names",
		pages: paged(`DISTRIBUTION AGREEMENT

THIS AGREEMENT, effective as of 1 September 2027, is concluded by Møller Instruments A/S, a Danish company ("Møller"), and Iberia Medical Supplies, S.L., a Spanish company ("Distributor").

1. Møller appoints Distributor as its exclusive distributor in Spain and Portugal.

2. Distributor undertakes to buy products for a total value of €450,000 in each contract year. Møller's invoices are due sixty (60) days after delivery.

3. Møller may adjust its list prices every January; Distributor is told 90 days in advance. No increase exceeds the change in the Harmonised Index of Consumer Prices plus 2%.

4. This Agreement shall continue for four years. It ends without notice on 31 August 2031 and does not extend itself.

5. Either party may end this Agreement on six months' notice to the end of a calendar year.

6. This Agreement is governed by Danish law.

For the parties, their signatures follow.`),
		party: ["Møller Instruments A/S", "Iberia Medical Supplies, S.L. (Distributor)"],
		start: ["2027-09-01"],
		end: ["2031-08-31"],
		value: ["45000000 EUR a year"],
		renewal: ["not by itself"],
		notice: ["6 months"],
		rise: ["null %, by an index, cap 2"],
		payment: ["60 days"],
		law: ["Danish"],
		who: ["value Distributor", "rise Møller", "notice Either party"],
	},
	{
		name: "an equipment lease in the American way",
		pages: paged(`EQUIPMENT LEASE

Lessor: Copperline Leasing Co.
Lessee: Sandhill Dental Associates, P.C.

This Lease is made effective January 1, 2028. Lessor leases to Lessee the equipment listed in Schedule A.

Term. The term of this Lease is 48 months, commencing January 1, 2028 and expiring December 31, 2031.

Rent. Lessee agrees to pay Lessor monthly rent of $1,275.50, due on the first of each month. A security deposit of $2,551.00 is due at signing.

Renewal. Unless Lessee notifies Lessor in writing at least 120 days prior to the expiration of the term that it will return the equipment, this Lease shall automatically renew on a month-to-month basis.

Late Charges. If rent is not received within 10 days, Lessee shall pay a late charge of 5%.

Law. This Lease shall be construed under the laws of the State of Arizona.

Lessor signature ____________ Lessee signature ____________`),
		party: ["Copperline Leasing Co. (Lessor)", "Sandhill Dental Associates, P.C. (Lessee)"],
		start: ["2028-01-01"],
		end: ["2031-12-31"],
		value: ["127550 USD a month"],
		renewal: ["by itself, 1 months"],
		notice: ["120 days"],
		law: ["State of Arizona"],
		who: ["value Lessee", "notice Lessee"],
	},
	{
		name: "a supply contract with an endless term",
		pages: paged(`SUPPLY CONTRACT

between
Vossberg Packaging B.V., established in Rotterdam (hereinafter: "Seller")
and
Northfold Coffee Roasters Ltd, established in Leeds (hereinafter: "Buyer")

1. This contract takes effect on 3 May 2027 and is concluded for an indefinite period. Either party may terminate it by giving six months' notice.
2. Buyer orders at least 400,000 bags a year. The price is €0.085 per bag. Buyer pays within 30 days end of month.
3. Seller may adjust the price once a quarter to the paper index; an adjustment above 6% lets Buyer terminate with one month's notice.
4. The United Nations Convention on Contracts for the International Sale of Goods does not apply. The contract is governed by the laws of the Netherlands.

Signed in Rotterdam on 28 April 2027.`),
		party: ["Vossberg Packaging B.V. (Seller)", "Northfold Coffee Roasters Ltd (Buyer)"],
		start: ["2027-05-03"],
		notice: ["6 months"],
		rise: ["null %, by an index"],
		payment: ["30 days"],
		law: ["Netherlands"],
		who: ["payment Buyer", "rise Seller", "notice Either party"],
	},
	{
		name: "a renewal quote that became an order",
		pages: paged(`RENEWAL QUOTE Q-88213
Prepared for | Mossvale Community Hospital
Prepared by | Fennick Analytics Corp.
Quote date | June 2, 2028
Valid until | June 30, 2028
Item | Qty | Unit | Extended
Fennick Insights, annual subscription | 1 | $22,000.00 | $22,000.00
Additional users | 25 | $180.00 | $4,500.00
Discount 10% | | | -$2,650.00
Total due | | | $23,850.00
Term: July 1, 2028 through June 30, 2029
Payment: Net 30 from invoice
Notes: By signing, Customer agrees to the Fennick Master Agreement of July 1, 2025. This order supersedes the prior order. The term will renew for successive one-year terms at then-current list price unless Customer opts out 45 days before expiration.
Customer signature: ________________ Date: __________`),
		party: ["Mossvale Community Hospital", "Fennick Analytics Corp."],
		start: ["2028-07-01"],
		end: ["2029-06-30"],
		value: ["2385000 USD"],
		renewal: ["by itself, 1 years"],
		notice: ["45 days"],
		payment: ["30 days"],
		who: ["notice Customer"],
	},
	{
		name: "an agency agreement with recitals",
		pages: paged(`AGENCY AGREEMENT

THIS AGREEMENT is dated the 15th day of May 2028

PARTIES
(1) MERIDIAN TEXTILES LIMITED incorporated and registered in Ireland with company number 553201 whose registered office is at 2 Linen Court, Dublin 8 (Principal)
(2) ATELIER NOVAK S.R.O. incorporated in the Czech Republic with its seat at Dlouhá 12, Prague (Agent)

RECITALS
(A) The Principal makes linen.
(B) The Agent wishes to sell it in the Czech Republic and Slovakia.

TERMS
1. The Agent is appointed from 1 June 2028 for two years. This agreement shall then expire without the need for notice unless the parties renew it in writing.
2. The Principal shall pay the Agent a commission of 8% and a retainer of €1,500 per month, within 20 business days after the end of each month.
3. The Principal may change its prices on 60 days' notice to the Agent.
4. Either party may terminate this agreement at any time by giving the other not less than four months' written notice, or immediately if the other commits a material breach which is not remedied within 30 days.
5. This agreement is governed by and construed in accordance with Irish law.

Signed by the parties on the date above.`),
		party: ["MERIDIAN TEXTILES LIMITED (Principal)", "ATELIER NOVAK S.R.O. (Agent)"],
		start: ["2028-06-01"],
		end: ["2030-05-31"],
		value: ["150000 EUR a month"],
		renewal: ["not by itself"],
		notice: ["4 months"],
		rise: ["null %"],
		payment: ["20 days"],
		law: ["Irish"],
		who: ["value Principal", "payment Principal", "rise Principal", "notice Either party"],
	},
	{
		name: "a contract of supply in a table",
		pages: paged(`SUPPLY AGREEMENT - COMMERCIAL TERMS

Item | Agreed
Buyer | Larchmont Hotels Ltd, 20 Strand Street, Dover
Supplier | Seabright Linen Company Ltd, Unit 9, Folkestone
Term | 1 February 2029 to 31 January 2032
Contract value | £187,500 over the term
Payment | 45 days from end of month of invoice
Price review | Yearly, by RPI, maximum 4%
Extension | Renews automatically for 12 months at a time
Notice to stop extension | 4 months before expiry
Law | England and Wales

The Supplier delivers clean linen every weekday. The Buyer checks each delivery within two days.
Signatures: for the Buyer ............ for the Supplier ............`),
		party: ["Larchmont Hotels Ltd (Buyer)", "Seabright Linen Company Ltd (Supplier)"],
		start: ["2029-02-01"],
		end: ["2032-01-31"],
		value: ["18750000 GBP"],
		renewal: ["by itself, 12 months"],
		notice: ["4 months"],
		rise: ["null %, by an index, cap 4"],
		payment: ["45 days"],
		law: ["England and Wales"],
	},
];
