"""The last touch before the file is written: PDF/UA's mark beside PDF/A's, and each attachment listed once.

WeasyPrint writes either PDF/A or PDF/UA (Kozea/WeasyPrint#2783). A file of its variant pdf/a-3a lacks only the
identification of PDF/UA to be both, with the schema that PDF/A asks of every property it does not know.
"""

from __future__ import annotations

import pydyf
from weasyprint import Document

_PDFUA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns"

UA_IDENTIFICATION = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{_PDFUA}" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="{_EXTENSION}/extension/"
    xmlns:pdfaSchema="{_EXTENSION}/schema#" xmlns:pdfaProperty="{_EXTENSION}/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>{_PDFUA}</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".strip().encode()

_END = b"</rdf:RDF>"


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: adds to the metadata packet in place, while it can still be read."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(_END, UA_IDENTIFICATION + _END)]
    metadata.compress = False  # so that any archive tool can read it without unpacking
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint 70.0 lists each file twice
