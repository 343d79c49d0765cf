import { type Expected, paged } from "./expected.ts";

/** Contracts about software and information, written for this, of no real firm. */
export const OF_SOFTWARE: Expected[] = [
	{
		name: "a master services agreement with definitions",
		pages: paged(`MASTER SERVICES AGREEMENT

This Master Services Agreement (this "Agreement") is made and entered into as of February 1, 2027 (the "Effective Date"), by and between Corvid Data Systems, Inc., a Delaware corporation having its principal place of business at 80 Wharf Street, Boston, Massachusetts ("Provider"), and Tamarack Health Partners LLC, a Minnesota limited liability company ("Customer"). Provider and Customer are each a "Party" and together the "Parties".

1. SERVICES. Provider shall make the Services described in each Statement of Work available to Customer.

2. TERM AND RENEWAL. The initial term of this Agreement is thirty-six (36) months from the Effective Date (the "Initial Term"). Upon expiration of the Initial Term, this Agreement renews automatically for successive periods of twelve (12) months, unless either Party gives the other written notice of non-renewal not less than ninety (90) days before the end of the then-current term.
-----
3. FEES. Customer shall pay Provider an annual fee of $84,000.00. Provider shall invoice Customer yearly in advance, and Customer shall pay each undisputed invoice within thirty (30) days of receipt. Late payments bear interest at 1% per month.

4. CHANGES OF FEES. Provider may increase the annual fee once in each renewal term by no more than 4%.

5. LIABILITY. Except for breach of confidentiality, neither Party's liability shall exceed the fees paid in the preceding twelve (12) months, or $250,000.00, whichever is greater.

6. TERMINATION FOR CAUSE. Either Party may terminate this Agreement if the other fails to cure a material breach within thirty (30) days after written notice.

7. GOVERNING LAW. This Agreement is governed by the laws of the Commonwealth of Massachusetts, without regard to its conflict of laws rules.

IN WITNESS WHEREOF, the Parties have signed this Agreement on January 22, 2027.`),
		party: ["Corvid Data Systems, Inc. (Provider)", "Tamarack Health Partners LLC (Customer)"],
		start: ["2027-02-01"],
		end: ["2030-01-31"],
		value: ["8400000 USD a year"],
		renewal: ["by itself, 12 months"],
		notice: ["90 days"],
		rise: ["null %, cap 4"],
		payment: ["30 days"],
		law: ["Commonwealth of Massachusetts"],
		who: ["payment Customer", "notice Either party", "rise Provider", "value Customer"],
	},
	{
		name: "a mutual non-disclosure agreement",
		pages: paged(`MUTUAL NON-DISCLOSURE AGREEMENT

This Agreement is entered into on March 9, 2027 between Saltmarsh Robotics Corp., a New York corporation (hereinafter referred to as the "Disclosing Party"), and Quillon Ventures LLP (hereinafter referred to as the "Receiving Party").

1. The Receiving Party shall hold all Confidential Information in confidence and shall use it for the Purpose only.

2. This Agreement shall remain in force for a period of two (2) years from the date first written above. The obligations of confidentiality survive for five (5) years after its end. It shall not be renewed unless both parties so agree in writing.

3. Either party may terminate this Agreement at any time upon thirty (30) days' prior written notice to the other.

4. The Receiving Party shall return all documents within ten (10) business days of a request.

5. Liability for a breach of this Agreement is limited to US$100,000.

6. This Agreement shall be governed by and construed in accordance with the laws of the State of New York.

Signed by the parties' authorised representatives.`),
		party: ["Saltmarsh Robotics Corp. (Disclosing Party)", "Quillon Ventures LLP (Receiving Party)"],
		start: ["2027-03-09"],
		end: ["2029-03-08"],
		renewal: ["not by itself"],
		notice: ["30 days"],
		law: ["State of New York"],
		who: ["notice Either party"],
	},
	{
		name: "a software licence that says hereinafter",
		pages: paged(`SOFTWARE LICENCE AGREEMENT

Made this 2nd day of May, 2027, between Lumen & Lathe Software Limited, having its offices at 14 Canal Walk, Dublin, hereinafter referred to as "Licensor", and Brackwater Shipping DAC, having its offices at Pier 6, Cork, hereinafter referred to as "Licensee".

Article 1. Licensor grants Licensee a non-exclusive licence of the Software from 1 June 2027 until 31 May 2030.

Article 2. In consideration of the licence Licensee shall pay a licence fee of EUR 18.500,00 per year, payable within 60 days from the date of the invoice.

Article 3. Licensor is entitled to raise the licence fee on 1 June of each year by 2.5 percent, without Licensee's consent.

Article 4. The licence shall be extended automatically by one year at a time. Licensee may prevent the extension by notice in writing of not less than three months before the end of the current term.

Article 5. Licensor may increase the number of servers at any time. Licensor shall indemnify Licensee up to EUR 500.000.
-----
Article 6. This agreement shall be subject to Irish law, and the courts of Dublin have exclusive jurisdiction.

Signature of Licensor, signature of Licensee.`),
		party: ["Lumen & Lathe Software Limited (Licensor)", "Brackwater Shipping DAC (Licensee)"],
		start: ["2027-06-01"],
		end: ["2030-05-31"],
		value: ["1850000 EUR a year"],
		renewal: ["by itself, 1 years"],
		notice: ["3 months"],
		rise: ["2.5 %"],
		payment: ["60 days"],
		law: ["Irish"],
		who: ["payment Licensee", "value Licensee", "rise Licensor", "notice Licensee"],
	},
	{
		name: "an amendment of an earlier agreement",
		pages: paged(`FIRST AMENDMENT

This First Amendment amends the Subscription Agreement dated June 1, 2024 (the "Agreement") between Halcyon Ledger Inc. (the "Vendor") and Prairie Credit Union (the "Subscriber"). It is made on November 20, 2026.

1. The term of the Agreement is extended. The renewal term begins on June 1, 2027 and ends on May 31, 2029.

2. In place of Section 4, the parties agree: Subscriber shall pay a total of $150,000 for the renewal term, in two equal payments of $75,000, due on June 1, 2027 and June 1, 2028.

3. Vendor shall not increase its fees during the renewal term.

4. Section 9 is replaced: the Agreement will not automatically renew. It may be renewed by mutual written agreement only.

5. Subscriber may terminate for convenience upon one hundred twenty (120) days' written notice.

All other terms of the Agreement continue. The Agreement, as amended, is governed by the laws of the State of Nebraska. Signed by the parties' officers.`),
		party: ["Halcyon Ledger Inc. (Vendor)", "Prairie Credit Union (Subscriber)"],
		start: ["2027-06-01"],
		end: ["2029-05-31"],
		value: ["15000000 USD"],
		renewal: ["not by itself"],
		notice: ["120 days"],
		law: ["State of Nebraska"],
		who: ["value Subscriber", "notice Subscriber"],
	},
	{
		name: "a hosting agreement by a chamber's model",
		pages: paged(`WEB HOSTING AGREEMENT

PARTIES
Thistle Host Limited, a company incorporated in Scotland (SC402211) with its registered office at 3 Bank Row, Dundee ("Supplier"); and
Glenmore Outdoor Ltd of 18 High Street, Aviemore ("the Client")

BACKGROUND
The Client wishes to have its website hosted by the Supplier.

AGREED TERMS
1. Commencement. This Agreement commences on 10 January 2028 ("Commencement Date") and, unless terminated earlier, shall continue for an initial term of 12 months. Thereafter it shall automatically extend for further periods of 12 months (each an Extended Term) unless a party gives written notice to the other, not later than 45 days before the end of the Initial Term or the relevant Extended Term, to terminate it.
2. Charges. In consideration of the Services the Client shall pay the Supplier £2,760 per annum. All invoices shall be paid by the Client within 28 days of the date of the invoice.
3. The Supplier may increase the Charges with effect from each anniversary of the Commencement Date by a percentage equal to the percentage increase in the Retail Prices Index in the preceding 12-month period.
4. Liability. The Supplier's total liability shall not exceed £5,000.
5. Governing law. This Agreement shall be governed by the law of Scotland.
This Agreement has been entered into on 20 December 2027 and signed by the parties.`),
		party: ["Thistle Host Limited (Supplier)", "Glenmore Outdoor Ltd (Client)"],
		start: ["2028-01-10"],
		end: ["2029-01-09"],
		value: ["276000 GBP a year"],
		renewal: ["by itself, 12 months"],
		notice: ["45 days"],
		rise: ["null %, by an index"],
		payment: ["28 days"],
		law: ["Scotland"],
		who: ["value Client", "payment Client", "rise Supplier", "notice Either party"],
	},
	{
		name: "a cloud agreement in dense American prose",
		pages:
			paged(`CLOUD SUBSCRIPTION AGREEMENT. This Cloud Subscription Agreement ("CSA") is by and between Windrose Cloud, Inc. ("Windrose") and the customer identified below, Tidewater Freight Brokers, LLC (together with its Affiliates, "Customer"), and is effective on the date of last signature, October 12, 2027 ("Effective Date").

3.1 Subscription Term. Customer's subscription begins on November 1, 2027 and continues for a period of two (2) years. 3.2 Renewal. EXCEPT AS SET FORTH IN AN ORDER, SUBSCRIPTIONS WILL AUTOMATICALLY RENEW FOR ADDITIONAL ONE YEAR TERMS UNLESS EITHER PARTY GIVES THE OTHER WRITTEN NOTICE OF NON-RENEWAL AT LEAST THIRTY (30) DAYS BEFORE THE END OF THE RELEVANT TERM. 3.3 Pricing on renewal. Windrose may raise per-unit pricing for any renewal term by up to seven percent (7%) over the prior term.

4.1 Fees. Customer will pay all fees specified in the Order. The total fees for the initial term are $216,400.00. 4.2 Invoicing. Fees are due net thirty (30) days from the invoice date. 4.3 Overdue charges accrue at 1.5% per month.

9. Liability. IN NO EVENT SHALL THE AGGREGATE LIABILITY OF EITHER PARTY EXCEED THE AMOUNT PAID BY CUSTOMER IN THE TWELVE (12) MONTHS BEFORE THE CLAIM.

12.4 Governing Law. This Agreement is governed by the internal laws of the State of Delaware.`),
		party: ["Windrose Cloud, Inc.", "Tidewater Freight Brokers, LLC (Customer)"],
		start: ["2027-11-01"],
		end: ["2029-10-31"],
		value: ["21640000 USD"],
		renewal: ["by itself, 1 years"],
		notice: ["30 days"],
		rise: ["null %, cap 7"],
		payment: ["30 days"],
		law: ["State of Delaware"],
		who: ["notice Either party", "rise Windrose"],
	},
	{
		name: "a one-way undertaking of confidence",
		pages: paged(`CONFIDENTIALITY UNDERTAKING

To: Orrery Instruments plc (the "Company")
From: Hallam Wire & Cable Ltd (the "Recipient")

Date: 3 April 2028

In return for the Company letting us have information about its new works, we, the Recipient, agree as follows.

1. We shall keep the information secret for three years from the date of this letter.
2. We shall not solicit the Company's employees for a period of 12 months.
3. Damages may not be enough, and the Company may seek an injunction.
4. The law of England and Wales applies to this undertaking, and its courts have jurisdiction.

Signature for the Recipient: ______________`),
		party: ["Orrery Instruments plc (Company)", "Hallam Wire & Cable Ltd (Recipient)"],
		start: ["2028-04-03"],
		end: ["2031-04-02"],
		law: ["England and Wales"],
	},
	{
		name: "terms of an online service for one firm",
		pages: paged(`SUBSCRIPTION TERMS

These terms apply between Papershore Technologies Pty Ltd (ABN 88 610 220 114) (we, us, "Papershore") and Coolabah Rentals Pty Ltd (you, the "Customer").

Your plan
Plan: Business, 60 users
Start date: 12 January 2029
Minimum term: 12 months
Price: AUD 1,450 per month, plus GST

Paying us
We send you an invoice at the start of each month. You must pay within 14 days of the date on it.

Renewing
At the end of the minimum term your subscription rolls over automatically for another 12 months. If you do not want that, tell us in writing at least 28 days before the term ends.

Price changes
We may increase the price at each renewal. We will tell you 60 days before.

Liability
Our liability is limited to what you paid in the last 12 months.

The law of New South Wales applies.
Accepted for the Customer: signature ______________`),
		party: ["Papershore Technologies Pty Ltd", "Coolabah Rentals Pty Ltd (Customer)"],
		start: ["2029-01-12"],
		end: ["2030-01-11"],
		value: ["145000 AUD a month"],
		renewal: ["by itself, 12 months"],
		notice: ["28 days"],
		rise: ["null %"],
		payment: ["14 days"],
		law: ["New South Wales"],
	},
];
