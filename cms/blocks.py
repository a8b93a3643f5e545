"""The blocks of an article's body. Every text in them is translated by the walker; choosers and choices are copied."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"), max_length=255)
    level = blocks.ChoiceBlock(
        label=_("level"), choices=[("2", _("Section")), ("3", _("Subsection")), ("4", _("Minor heading"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        template = "cms/blocks/heading.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        required=False,
        help_text=_("What the image shows, for people who cannot see it. Leave empty only if it is decoration."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/blocks/figure.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    attribution = blocks.CharBlock(label=_("who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quotation.html"


class ItemListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(label=_("numbered"), required=False)
    items = blocks.ListBlock(blocks.RichTextBlock(label=_("item"), features=INLINE_FEATURES), label=_("items"))

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "cms/blocks/item_list.html"


class TableBlock(TypedTableBlock):
    text = blocks.CharBlock(label=_("text"), required=False)
    rich_text = blocks.RichTextBlock(label=_("rich text"), required=False, features=INLINE_FEATURES)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title"), help_text=_("What the reader gets, without the file's type and size."))

    class Meta:
        icon = "doc-full"
        label = _("Document to download")
        template = "cms/blocks/download.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    text = blocks.RichTextBlock(label=_("text"), features=[*INLINE_FEATURES, "ul", "ol"])

    class Meta:
        icon = "help"
        label = _("Call-out")
        template = "cms/blocks/callout.html"


class MediaBlock(blocks.StructBlock):
    media = EmbedBlock(label=_("address"), help_text=_("The address of a video, for example on YouTube or Vimeo."))
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "media"
        label = _("Embedded media")
        template = "cms/blocks/media.html"


class ArticleBlock(blocks.StreamBlock):
    """The body of news articles and standard pages."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=[*INLINE_FEATURES, "ul", "ol"], template="cms/blocks/paragraph.html"
    )
    figure = FigureBlock()
    quotation = QuotationBlock()
    list = ItemListBlock()
    table = TableBlock()
    download = DownloadBlock()
    callout = CalloutBlock()
    media = MediaBlock()
