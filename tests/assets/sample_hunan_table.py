"""The text of the sample scheme as one table: I item, S sub-item, G group, R rule; fields as `samples.py` reads them."""

# ruff: noqa: E501
HUNAN_TABLE = """
I|D01|8|加强基层党建工作|Strengthen grass-roots Party building
S|D01-1|2|城管执法支(大)队党组织健全计2分。未按规定建立的，扣2分。|Party organisation of the enforcement detachment (brigade) is sound|||
R|D01-1-a|absence|2||||未按规定建立|not established as required|||||||
S|D01-2|2|与街道、社区、企业等开展“党建+城管综合执法网格化”活动计2分。未开展扣2分。|'Party building + grid-based enforcement' activities with streets, communities, enterprises|||
R|D01-2-a|absence|2||||未开展|not carried out|||||||
S|D01-3|4|制定文明(或文明标兵)单位创建方案并实施的计4分(已获文明或文明标兵单位的不扣分)。未制定方案扣4分，方案未落实扣2分。|Plan for becoming a civilised (model) unit made and implemented||已获文明或文明标兵单位的不扣分|unit already holds the civilised / model civilised unit title
R|D01-3-a|absence|4||||未制定方案|no plan||g1|||||
R|D01-3-b|not_implemented|2||||方案未落实|plan not implemented||g1|||||
I|D02|6|加大培训教育力度|Increase training and education
S|D02-1|2|制定培训计划并完成培训任务计2分。未制定培训计划扣2分；制定培训计划未完成任务扣1分。|Training plan made and training task completed|||
R|D02-1-a|absence|2||||未制定培训计划|no training plan||g1|||||
R|D02-1-b|not_implemented|1||||制定培训计划未完成任务|plan made, task not completed||g1|||||
S|D02-2|1|开展法律法规知识培训、讲座、竞赛、宣传等普法活动计1分。未开展扣1分。|Law-popularisation activities (training, lectures, contests, publicity)|||
R|D02-2-a|absence|1||||未开展|not carried out|||||||
S|D02-3|2|开展城管执法队伍执法实务操作培训计2分。未开展实务操作培训扣2分；对违法案件的种类、违法行为的特征与构成要件，查处违法行为的基本要求，城管综合执法中的证据、种类与证据规则，城管综合执法中的证据收集、证据分析与事实认定等实务操作培训，每少开展一项扣0.5分，扣完2分为止。|Practical enforcement training|||
R|D02-3-a|absence|2||||未开展实务操作培训|no practical training||g1|||||
R|D02-3-b|checklist|0.5|2|||每少开展一项|for each topic missing||g1||||HN-AMB-08|违法案件的种类、违法行为的特征与构成要件;查处违法行为的基本要求;城管综合执法中的证据、种类与证据规则;城管综合执法中的证据收集、证据分析与事实认定
S|D02-4|1|积极参加省厅组织的城市管理执法科级干部轮训计1分。未按本单位报送人数完成轮训任务，每少一人扣0.5分，扣完1分为止。|Participation in the provincial rotation training of section-level cadres|||
R|D02-4-a|per_unit|0.5|1|人|person fewer than the number reported|每少一人|each person short|||||||
I|D03|4|统一执法人员着装|Uniform dress of enforcement officers
S|D03-1|2|按要求完成制式服装和标志标识配发计2分。每发现一人未配齐扣0.5分，扣完2分为止。|Uniforms and insignia issued as required|||
R|D03-1-a|per_unit|0.5|2|人|person not fully equipped|每发现一人未配齐|each person found not fully equipped|||||||
S|D03-2|2|城管执法人员实施执法时着装规范计2分。每发现一起着装未规范(与便服混穿、披衣、敞怀、挽袖、卷裤腿、佩戴标志标识不统一等)扣0.2分，扣完2分为止。|Dress is standard during enforcement|||
R|D03-2-a|per_unit|0.2|2|起|incident of non-standard dress|每发现一起着装未规范|each incident found|||||||
I|D04|5|加强执法车辆管理|Management of enforcement vehicles
S|D04-1|2|按要求完成执法执勤用车统一涂装计2分。每发现一台车未按要求涂装扣0.5分，扣完2分为止。|Unified livery of enforcement vehicles|||
R|D04-1-a|per_unit|0.5|2|台|vehicle not painted as required|每发现一台车未按要求涂装|each vehicle|||||||
S|D04-2|1|建立并落实执法车辆管理制度计1分。未建立制度扣1分，建立制度未落实扣0.5分。|Vehicle management rules made and implemented|||
R|D04-2-a|absence|1||||未建立制度|no rules||g1|||||
R|D04-2-b|not_implemented|0.5||||建立制度未落实|rules not implemented||g1|||||
S|D04-3|2|驾驶执法车辆遵守道路交通安全法律法规，无违法行为计2分。发现一起违反道路交通安全法行为的扣0.5分(以交警处罚平台记录为准)，扣完2分为止。|No traffic violations with enforcement vehicles|||
R|D04-3-a|per_unit|0.5|2|起|traffic violation|发现一起违反道路交通安全法行为|each violation||||交警处罚平台记录|traffic police penalty platform records (decisive)||
I|D05|14|健全执法制度|Sound enforcement systems
S|D05-1|5|建立行政执法公示、执法全过程记录和重大执法决定法制审核制度及落实相关内容计5分。|The 'three systems' established and implemented|||
G|D05-1-1|1.5|①未建立行政执法公示制度的，扣1.5分。未按 “事前公开、事中公示、事后公开”制度落实的，每少一项扣0.5分，扣完1.5分为止。|publicity system
R|D05-1-1-a|absence|1.5||||未建立行政执法公示制度|no publicity system|D05-1-1|g1|||||
R|D05-1-1-b|checklist|0.5|1.5|||每少一项|each missing element|D05-1-1|g1|||||事前公开;事中公示;事后公开
G|D05-1-2|1.5|②未建立行政执法全过程记录制度的，扣1.5分。行政执法全过程记录应有文字、音像等记录，未对行政执法的启动、调查取证、审核决定、送达执行等全部过程进行记录，未全面系统归档保存，未做到执法全过程留痕和可回溯管理的，每少一项扣0.5分，扣完1.5分为止。|whole-process recording system
R|D05-1-2-a|absence|1.5||||未建立行政执法全过程记录制度|no recording system|D05-1-2|g1|||||
R|D05-1-2-b|checklist|0.5|1.5|||每少一项|each missing element|D05-1-2|g1||||HN-AMB-09|对启动、调查取证、审核决定、送达执行等全部过程进行记录(文字、音像等);全面系统归档保存;执法全过程留痕和可回溯管理
G|D05-1-3|2|③未建立重大执法决定法制审核制度的，扣2分。作出重大执法决定前，未严格进行法制审核，未经法制审核或者审核未通过擅自作出决定的，每发现一处扣0.5分，扣完2分为止。|legal review of major enforcement decisions
R|D05-1-3-a|absence|2||||未建立重大执法决定法制审核制度|no legal review system|D05-1-3|g1|||||
R|D05-1-3-b|per_unit|0.5|2|处|instance of a major decision without / not strictly after / against legal review|每发现一处|each instance|D05-1-3|g1|||||
S|D05-2|3|建立健全行政处罚裁量权基准制度计3分。未细化、量化行政处罚裁量标准，未规范裁量范围、种类、幅度，每少一项扣0.5分，扣完3分为止。|Discretion-benchmark system for penalties|||
R|D05-2-a|checklist|0.5|3|||每少一项|each missing element||||||HN-AMB-07|细化裁量标准;量化裁量标准;规范裁量范围;规范裁量种类;规范裁量幅度
S|D05-3|3|落实执法程序、办案流程计3分。每发现一起不按程序办理扣0.5分，扣完3分为止。|Procedure and case workflow followed|||
R|D05-3-a|per_unit|0.5|3|起|case not handled according to procedure|每发现一起不按程序办理|each case|||||||
S|D05-4|2|建立城市管理综合执法部门权责清单并公布计2分。未将行政职权及其依据、行使主体、运行流程、对应的责任等以清单形式向社会公布，接受社会监督。每少一项扣0.5分，扣完2分为止。|Power-and-responsibility list established and published|||
R|D05-4-a|checklist|0.5|2|||每少一项|each missing element||||||HN-AMB-10|行政职权及其依据;行使主体;运行流程;对应的责任
S|D05-5|1|建立行政执法过错责任追究制度计1分。未建立扣1分。|System of accountability for enforcement faults|||
R|D05-5-a|absence|1||||未建立|not established|||||||
I|D06|15|严格执法纪律|Strict enforcement discipline
S|D06-1|3|城管执法人员遵守廉洁纪律(以纪检监察部门提供的情况为依据)计3分。每发现一起违反廉洁纪律规定的，扣1.5分，扣完3分为止。|Integrity discipline|||
R|D06-1-a|per_unit|1.5|3|起|breach of integrity discipline|每发现一起违反廉洁纪律规定|each breach||||纪检监察部门提供的情况|information from the discipline inspection and supervision organ||
S|D06-2|3|城管执法人员无酒后执勤、值班等违纪行为(以纪检监察部门提供的情况为依据)计3分。每发现一起违纪行为扣1.5分，扣完3分为止。|No drinking before duty and similar breaches|HN-AMB-16||
R|D06-2-a|per_unit|1.5|3|起|breach of discipline|每发现一起违纪行为|each breach||||纪检监察部门提供的情况|information from the discipline inspection and supervision organ||
S|D06-3|3|城管执法人员文明执法(以信访等有关部门提供的举报、投诉等查处情况为依据)计3分。每发现一起语言粗俗、行为粗暴等不文明行为扣0.5分，扣完3分为止。|Civilised enforcement|||
R|D06-3-a|per_unit|0.5|3|起|uncivilised act (vulgar language, rough behaviour ...)|每发现一起…不文明行为|each act||||信访等有关部门提供的举报、投诉等查处情况|verified reports/complaints from petition and other departments||
S|D06-4|3|城管执法人员持执法证率达到95%以上计3分。以支(大)队为单位，城管执法人员持执法证率未达到95%的扣3分。|Share of officers holding an enforcement certificate|HN-AMB-04,HN-AMB-11||
R|D06-4-a|threshold|3||||未达到95%|below 95 %|||持执法证率||||0.95
S|D06-5|1|城管执法人员持证上岗率达到100%计1分。持证上岗率未达到100%扣1分。|Share of officers on enforcement posts who hold/carry the certificate|HN-AMB-11||
R|D06-5-a|threshold|1||||未达到100%|below 100 %|||持证上岗率||||1.0
S|D06-6|2|加强协管人员管理计2分。未制定管理制度扣1分；发现一起协管理人员违规从事具体行政执法工作的扣0.5分，扣完1分为止。|Management of auxiliary staff|||
R|D06-6-a|absence|1||||未制定管理制度|no management rules|||||||
R|D06-6-b|per_unit|0.5|1|起|auxiliary performing concrete enforcement work|发现一起协管理人员违规从事具体行政执法工作|each case|||||||
I|D07|8|推行执法网格管理|Grid-based enforcement management
S|D07-1|2|建立城管执法具体网格管理责任区域和网格管理责任单位(人)计2分。未设置单元网格、划分网格范围扣1分，未配齐网格巡查队伍扣1分。|Grid areas and responsible units/persons|||
R|D07-1-a|absence|1||||未设置单元网格、划分网格范围|no unit grids / grid boundaries|||||||
R|D07-1-b|absence|1||||未配齐网格巡查队伍|grid patrol teams not fully staffed|||||||
S|D07-2|2|制定《城市综合管理服务平台建设方案》计2分。未制定方案扣2分。|Construction plan for the urban integrated management service platform|||
R|D07-2-a|absence|2||||未制定方案|no plan|||||||
S|D07-3|4|设区市、吉首市建立城市综合管理服务平台，年内实现与省、国家平台互联互通计4分。未建立城市综合管理服务平台扣4分；平台未与省级平台连接扣2分; 平台未与国家平台连接扣2分。|Platform built and connected with provincial and national platforms within the year|HN-AMB-12||
R|D07-3-a|absence|4||||未建立平台|no platform|||||||
R|D07-3-b|absence|2||||未与省级平台连接|not connected to the provincial platform|||||||
R|D07-3-c|absence|2||||未与国家平台连接|not connected to the national platform|||||||
I|D08|10|突出城管服务为先|Service first
S|D08-1|4|实施“721工作法”计4分。未建立“721工作法”扣4分，建立未按“721工作法”开展工作的扣2分。|'721 working method' (70 % service, 20 % management, 10 % enforcement)|||
R|D08-1-a|absence|4||||未建立“721工作法”|not established||g1|||||
R|D08-1-b|not_implemented|2||||建立未按“721工作法”开展工作|established, work not done accordingly||g1|||||
S|D08-2|4|群众满意度达到85%及以上计4分。75%-85%以下扣1分，60%-75%及以下扣2分，50%-60%及以下扣3分，50%及以下扣4分。采用问卷和电话调查等方式。|Public satisfaction rate|||
R|D08-2-a|bands|||||按所在档次扣分|by band of public satisfaction rate|||群众满意度|||HN-AMB-01|85%及以上=0;75%-85%以下=1;60%-75%及以下=2;50%-60%及以下=3;50%及以下=4
S|D08-3|2|建立执法风险评估机制计2分。未建立扣2分。|Enforcement risk assessment mechanism|||
R|D08-3-a|absence|2||||未建立|not established|||||||
I|D09|10|加强日常巡查监管|Daily patrol and supervision
S|D09-1|2|按《湖南省马路市场安全隐患专项整治方案》(湘政办函〔2019〕75号)要求，2020年完成马路市场全部搬迁进集贸市场，结合实际建立健全相关工作制度和长效机制计2分。未建立健全相关制度扣1分；未积极引导马路市场个体经营户和流动摊担入市经营，在抽查中每发现一起扣0.2分，扣完1分为止。|Road markets moved into trade markets; rules and long-term mechanism|HN-AMB-17||
R|D09-1-a|absence|1||||未建立健全相关制度|no sound rules|||||||
R|D09-1-b|per_unit|0.2|1|起|vendor not guided into a market, found in spot checks|在抽查中每发现一起|each case in spot checks|||||||
S|D09-2|4|占道经营和露天烧烤规范管理到位计4分。发现一起未规范管理到位扣0.4分，扣完4分为止。|Street occupation and open-air barbecue properly managed|||
R|D09-2-a|per_unit|0.4|4|起|case not properly managed|发现一起未规范管理到位|each case|||||||
S|D09-3|4|结合实际，协调相关部门划定流动摊贩经营区域计4分。未划定流动摊贩经营区域扣1分；发现一起占道经营、露天烧烤和流动摊贩未引导至规定点经营扣0.3分，扣完3分为止。|Areas for mobile vendors delimited|HN-AMB-18||
R|D09-3-a|absence|1||||未划定流动摊贩经营区域|no vendor areas delimited|||||||
R|D09-3-b|per_unit|0.3|3|起|case not guided to the designated place|发现一起…未引导至规定点经营|each case|||||||
I|D10|7|强化执法监督评价|Supervision and evaluation of enforcement
S|D10-1|1|建立层级监督考评机制等计1分。 未建立扣1分。|Hierarchical supervision and evaluation mechanism|||
R|D10-1-a|absence|1||||未建立|not established|||||||
S|D10-2|2|市州级城市管理综合执法部门对辖区县(市、区)指导监督落实到位计2分。未对县(市、区)开展过指导监督工作扣2分，全年少于2次扣1分。|Guidance and supervision of counties|HN-AMB-13||
R|D10-2-a|bands|||||按所在档次扣分|by band of guidance and supervision of counties|||全年指导监督次数||||未开展过=2;全年少于2次=1;2次及以上=0
S|D10-3|2|全年案件按期办结率达到95%以上计2分。按期办结率80%-95%以下扣1分，80%以下的扣2分。|On-time case completion rate|||
R|D10-3-a|bands|||||按所在档次扣分|by band of on-time case completion rate|||按期办结率|||HN-AMB-02|95%以上=0;80%-95%以下=1;80%以下=2
S|D10-4|2|全年案件优质案件率达到60%以上计2分。优质案件率50%-60%以下扣1分，50%以下扣2分。|High-quality case rate|||
R|D10-4-a|bands|||||按所在档次扣分|by band of high-quality case rate|||优质案件率|||HN-AMB-02,HN-AMB-05|60%以上=0;50%-60%以下=1;50%以下=2
I|D11|5|完成省厅交办的工作|Work assigned by the provincial department
S|D11-1|5|市州城市管理综合执法部门及时完成省厅交办的计划、总结、方案、报表等相关材料和日常工作信息报送计5分。不及时完成省厅交办的工作(包括信息报送)每项(次)扣1分，扣完5分为止。|Plans, summaries, schemes, reports and routine information submitted in time|||
R|D11-1-a|per_unit|1|5|项(次)|item (time) not completed in time|不及时完成…每项(次)|each item (time)|||||||
I|D12|8|舆情监督|Public-opinion supervision
S|D12-1|8|出现负面重大舆情、社会群体事件等，每出现一次扣4分，扣完8分为止。|Major negative public opinion, mass incidents|HN-AMB-06||
R|D12-1-a|per_unit|4|8|次|event|每出现一次|each event|||||||
I|B01|10|文明单位称号|Civilised unit title
S|B01-1|10|获全国文明单位加10分，省级文明(标兵)单位加8分，市级文明(标兵)单位加6分，不累计加分。|Civilised unit title|HN-AMB-19||
R|B01-a|bonus_highest|||||获文明单位称号|highest civilised-unit title held|||||||全国文明单位=10;省级文明(标兵)单位=8;市级文明(标兵)单位=6
I|B02|4|表彰或通报表扬|National / provincial commendation of units or individuals in the year
S|B02-1|4|城市管理执法单位或个人本年度获国家、省级表彰或通报表扬计4分。国家级每项(次)加2分，省级每项(次)加1分，累计加分不超过4分。|National / provincial commendation of units or individuals in the year|HN-AMB-20||
R|B02-a|bonus_per_unit|2||项(次)||国家级|national, each|||||||
R|B02-b|bonus_per_unit|1||项(次)||省级|provincial, each|||||||
I|B03|3|试点和推介经验|National / provincial pilots or promoted experience in the year
S|B03-1|3|城市管理综合执法部门本年度承担国家、省试点或在国家、省推介经验计3分。国家级每项(次)加2分，省级每项(次)加1分，累计加分不超过3分。|National / provincial pilots or promoted experience in the year|||
R|B03-a|bonus_per_unit|2||项(次)||国家级|national, each|||||||
R|B03-b|bonus_per_unit|1||项(次)||省级|provincial, each|||||||
I|B04|3|媒体宣传|Media publicity in the year
S|B04-1|3|城市管理综合执法部门本年度充分运用报刊、电视、广播、网络等媒体，广泛宣传城市管理综合执法工作动态，正确引导社会舆论，积极传播正能量计3分。每开展一次加0.5分，累计加分不超过3分。|Media publicity in the year|HN-AMB-21||
R|B04-a|bonus_per_unit|0.5||次||每开展一次|each publicity event|||||||
"""
