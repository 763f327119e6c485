"""Words of the registry's pages: registers, columns and states, Japanese and English."""

from __future__ import annotations

from typing import Final

from django import template

from daiko.portal.templatetags.daiko_words import tr

register = template.Library()

_TABLES: Final = {
    "insurers": ("保険者", "Insurers"),
    "payees": ("支払先の口座", "Payee accounts"),
    "providers": ("健診・保健指導機関", "Providers"),
    "contracts": ("契約", "Contracts"),
    "contract_insurers": ("契約の保険者", "Insurers of contracts"),
    "contract_providers": ("契約の機関", "Providers of contracts"),
    "contract_prices": ("契約単価", "Contract prices"),
    "cards": ("受診券・利用券", "Cards"),
    "insured_persons": ("被保険者", "Insured persons"),
    "calendar": ("処理月の暦", "Settlement calendar"),
    "agency": ("代行機関", "Agency"),
    "offices": ("本部・支部", "Offices"),
    "entry_agents": ("代行入力機関", "Entry agents"),
    "entry_agent_providers": ("代行入力の届出", "Appointments of entry agents"),
    "receiver_severities": ("受付先の厳しさ", "Receiver profiles"),
}
_WORDS: Final = {
    "added": ("追加", "added"),
    "changed": ("変更", "changed"),
    "ended": ("終了", "ended"),
    "pending": ("承認待ち", "waiting"),
    "approved": ("承認", "approved"),
    "rejected": ("却下", "rejected"),
    "expired": ("期限切れ", "expired"),
    "insurer_number": ("保険者番号", "Insurer number"),
    "provider_number": ("機関番号", "Provider number"),
    "name": ("名称", "Name"),
    "kana": ("カナ", "Kana"),
    "postal_code": ("郵便番号", "Postal code"),
    "address": ("所在地", "Address"),
    "telephone": ("電話", "Telephone"),
    "contact": ("担当", "Contact"),
    "delivery": ("受渡し", "Delivery"),
    "remitter_code": ("振込依頼人コード", "Remitter code"),
    "invoice_address": ("請求書の送付先", "Invoice address"),
    "card_check_mode": ("受診券の照合", "Card check"),
    "start_on": ("開始日", "From"),
    "end_on": ("終了日", "Until"),
    "merged_into": ("合併先", "Merged into"),
    "category": ("区分", "Category"),
    "services": ("実施内容", "Services"),
    "claimant": ("請求者", "Claimant"),
    "return_to": ("返戻先", "Returns go to"),
    "reclaimant": ("再請求者", "Re-claimant"),
    "payee_number": ("振込先", "Payee"),
    "registered_on": ("届出日", "Registered on"),
    "abolished_on": ("廃止日", "Abolished on"),
    "contract_id": ("契約", "Contract"),
    "commission_type": ("個別・集団", "Commission type"),
    "price_class": ("単価の区分", "Price class"),
    "item_code": ("項目", "Item"),
    "unit_price_yen": ("単価（円、税込）", "Unit price in yen, tax included"),
    "valid_from": ("いつから", "From"),
    "valid_to": ("いつまで", "Until"),
    "bank_number": ("銀行番号", "Bank"),
    "bank_kana": ("銀行名", "Bank name"),
    "branch_number": ("支店番号", "Branch"),
    "branch_kana": ("支店名", "Branch name"),
    "account_type": ("口座の種類", "Account type"),
    "account_number": ("口座番号", "Account number"),
    "holder_kana": ("名義", "Holder"),
    "verified_on": ("確認日", "Verified on"),
    "verified_by": ("確認者", "Verified by"),
    "processing_month": ("処理月", "Processing month"),
    "cutoff_on": ("受付締切", "Cut-off"),
    "close_on": ("締め", "Close"),
    "invoice_on": ("請求", "Invoices"),
    "due_on": ("払込期日", "Due"),
    "pay_on": ("支払", "Payment"),
    "form": ("契約の形", "Form"),
    "fiscal_year": ("年度", "Fiscal year"),
    "organiser_code": ("とりまとめ機関コード", "Organiser code"),
    "organiser_name": ("とりまとめ機関", "Organiser"),
    "basic": ("基本", "Basic"),
    "detail": ("詳細", "Detailed"),
    "other": ("追加", "Additional"),
    "dock": ("人間ドック", "Dock"),
    "guidance": ("保健指導", "Guidance"),
}


@register.filter
def table_word(table: str) -> str:
    """The name of a register; an unknown one as it stands."""
    return tr(*_TABLES.get(table, (table, table)))


@register.filter
def registry_word(word: str) -> str:
    """The name of a column or state; an unknown one as it stands."""
    return tr(*_WORDS.get(word, (word, word)))
