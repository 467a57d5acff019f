"""The verbs of `yongju rules`: checking, signing, taking in and choosing rule packs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from app.casework import rule_packs
from app.cli import forms, show
from app.cli.call import STORE_PASSPHRASE_FILE, Call, begin, options
from app.domain.packs import CaseChanges, PackInfo, PackSwitch, Signature, fingerprint
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.changes import word_change, word_signature
from app.i18n.wording import Names

_PATH = click.Path(path_type=Path, readable=False)
_DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Only say what would change · 只说明会有哪些变化，不作更改"
)


@click.group("rules", help="Rule packs · 规则包")
def rules_group() -> None:
    """Work on rule packs."""


@rules_group.command("check", help="Every fault of a rule pack · 检查规则包")
@click.argument("folder", required=False, type=_PATH)
@options
def check_command(folder: Path | None, language: str | None, as_json: bool) -> None:
    """Validate a rule pack (a folder or one file), the bundled one unless one is given."""
    call = begin(language, as_json)
    pack = rule_packs.check_pack(folder)
    call.answer(lambda: forms.pack_form(pack), lambda: show.show_pack(pack, call.language))


@rules_group.command("list", help="Every rule pack and which is in use · 列出规则包及当前所用的规则包")
@options
def list_command(language: str | None, as_json: bool) -> None:
    """List the bundled pack and all that were taken in."""
    call = begin(language, as_json)
    desk = call.open_desk()
    packs = rule_packs.list_packs(desk.data_folder)
    call.answer(
        lambda: {"format": 1, "packs": [_info_form(pack) for pack in packs]},
        lambda: "\n".join(_info_line(pack, call.language) for pack in packs),
    )


@rules_group.command("key", help="Make a key for signing · 生成签名密钥")
@click.argument("file", type=_PATH)
@options
def key_command(file: Path, language: str | None, as_json: bool) -> None:
    """Make a signing key in a new file and print its public half."""
    call = begin(language, as_json)
    public = rule_packs.make_signing_key(file)
    say = catalogue(call.language)
    call.answer(
        lambda: {"format": 1, "path": str(file), "key": public, "fingerprint": fingerprint(public)},
        lambda: say(
            "Signing key: {path}. Keep it secret and keep a copy. Public key: {key}. Its fingerprint, for "
            "those who use your rules: {fingerprint}",
            path=file,
            key=public,
            fingerprint=fingerprint(public),
        ),
    )


@rules_group.command("sign", help="Sign a rule pack and write it as one file · 签名并打包规则包")
@click.argument("folder", type=_PATH)
@click.option("--key", "key_file", required=True, type=_PATH, help="The signing key · 签名密钥文件")
@click.option("--publisher", required=True, help="In whose name it is signed · 发布者名称")
@click.option(
    "-o", "--output", required=True, type=_PATH, help="The file, ending in .yongju-rules · 输出文件"
)
@options
def sign_command(
    folder: Path, key_file: Path, publisher: str, output: Path, language: str | None, as_json: bool
) -> None:
    """Check a pack, sign it and write it as one file."""
    call = begin(language, as_json)
    signature = rule_packs.sign_pack_folder(folder, key_file, publisher, output)
    say = catalogue(call.language)
    call.answer(
        lambda: {"format": 1, "path": str(output), **_signature_form(signature)},
        lambda: say(
            "Signed rule pack: {path} (by {publisher}, key {fingerprint})",
            path=output,
            publisher=signature.publisher,
            fingerprint=signature.fingerprint,
        ),
    )


@rules_group.command("import", help="Take a rule pack in and use it · 导入并使用规则包")
@click.argument("pack", type=_PATH)
@click.option("--accept-unsigned", is_flag=True, help="Although nobody signed it · 接受未签名的规则包")
@click.option("--trust-key", is_flag=True, help="Although its key is not known yet · 信任尚未确认的密钥")
@_DRY_RUN
@STORE_PASSPHRASE_FILE
@options
def import_command(
    pack: Path,
    accept_unsigned: bool,
    trust_key: bool,
    dry_run: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """Take a pack in, put it in use, and say what that changes in every kept case."""
    call = begin(language, as_json)
    _switch(
        call,
        lambda: rule_packs.import_pack(
            call.open_desk(unlock=True),
            pack,
            accept_unsigned=accept_unsigned,
            trust_key=trust_key,
            dry_run=dry_run,
            today=date.today(),
        ),
    )


@rules_group.command("use", help="Choose the rule pack in use · 选择使用的规则包")
@click.argument("name")
@_DRY_RUN
@STORE_PASSPHRASE_FILE
@options
def use_command(name: str, dry_run: bool, language: str | None, as_json: bool) -> None:
    """Put a pack in use, by the name that `rules list` shows, or `bundled`."""
    call = begin(language, as_json)
    _switch(
        call,
        lambda: rule_packs.use_pack(call.open_desk(unlock=True), name, dry_run=dry_run, today=date.today()),
    )


@rules_group.command("remove", help="Forget a rule pack · 删除已导入的规则包")
@click.argument("name")
@options
def remove_command(name: str, language: str | None, as_json: bool) -> None:
    """Forget a pack that is not in use."""
    call = begin(language, as_json)
    pack = rule_packs.remove_pack(call.open_desk().data_folder, name)
    say = catalogue(call.language)
    call.answer(
        lambda: {"format": 1, "removed": _info_form(pack)},
        lambda: say("Removed: {name}", name=pack.name),
    )


@rules_group.command("schema", help="Write JSON Schema files for editors · 输出供编辑器使用的 JSON Schema")
@click.argument("folder", type=_PATH)
@options
def schema_command(folder: Path, language: str | None, as_json: bool) -> None:
    """Write one JSON Schema for each kind of file of a pack."""
    call = begin(language, as_json)
    written = rule_packs.write_schemas(folder)
    call.answer(
        lambda: {"format": 1, "files": [str(path) for path in written]},
        lambda: "\n".join(str(path) for path in written),
    )


def _switch(call: Call, switch: Callable[[], PackSwitch]) -> None:
    done = switch()
    # The pack of the desk is the one used until now; names of papers that only the new one has stand in
    # the changes themselves.
    call.answer(lambda: _switch_form(done, call), lambda: _switch_words(done, call))


def _switch_form(switch: PackSwitch, call: Call) -> forms.Form:
    return {
        "format": 1,
        "done": switch.done,
        "pack": _info_form(switch.pack),
        "cases": [_case_form(case, call) for case in switch.cases],
    }


def _case_form(case: CaseChanges, call: Call) -> forms.Form:
    names = _names(case, call)
    return {
        "id": case.case_id,
        "title": case.title,
        "changes": [
            {
                "code": change.code,
                "params": {key: forms.param_form(value) for key, value in change.params.items()},
                "message": {language.value: word_change(change, names, language) for language in Language},
            }
            for change in case.changes
        ],
    }


def _switch_words(switch: PackSwitch, call: Call) -> str:
    language = call.language
    say = catalogue(language)
    head = N_("In use now: {pack}") if switch.done else N_("Nothing was changed yet. Would be used: {pack}")
    lines = [say(head, pack=_info_line(switch.pack, language).lstrip("* "))]
    for case in switch.cases:
        if case.changes:
            names = _names(case, call)
            lines.append(say("What changes in the case {title}:", title=case.title or case.case_id))
            lines += [f"  - {word_change(change, names, language)}" for change in case.changes]
    same = sum(not case.changes for case in switch.cases)
    if same:
        lines.append(say.plural("{count} case stays as it is.", "{count} cases stay as they are.", same))
    return "\n".join(lines)


def _names(case: CaseChanges, call: Call) -> Names:
    desk = call.desk or call.open_desk(unlock=True)
    return Names(desk.pack, rule_packs.case_of(desk, case.case_id))


def _info_line(pack: PackInfo, language: Language) -> str:
    say = catalogue(language)
    state = say("damaged, cannot be used") if pack.damaged else word_signature(pack, language)
    mark = "*" if pack.in_use else " "
    return f"{mark} {pack.name}  {say.text(pack.title)} {pack.version}  [{state}]"


def _info_form(pack: PackInfo) -> forms.Form:
    return {
        "name": pack.name,
        "id": pack.id,
        "version": pack.version,
        "title": forms.text_form(pack.title),
        "signature": pack.signature.value,
        "publisher": pack.publisher or None,
        "fingerprint": pack.fingerprint or None,
        "in_use": pack.in_use,
        "damaged": pack.damaged,
    }


def _signature_form(signature: Signature) -> forms.Form:
    return {
        "publisher": signature.publisher,
        "key": signature.key,
        "fingerprint": signature.fingerprint,
    }
